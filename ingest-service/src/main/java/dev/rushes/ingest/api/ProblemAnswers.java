package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.trace.RequestTraces;
import dev.rushes.media.store.StoreFailure;
import dev.rushes.runtime.database.ConnectionsBusy;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error with a problem document: those of the API, those of the framework (no such path, wrong method, wrong media type) and those
 * that nobody expected. The last say nothing about the inside; the log does.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAnswers implements WebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);
    private static final Duration BACK_SOON = Duration.ofSeconds(5);
    private static final Duration SOONER = Duration.ofSeconds(1);

    private final JsonMapper json;

    ProblemAnswers(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        if (error instanceof AbortedException) {
            LOG.debug(
                    "{} {} was broken off by the client", exchange.getRequest().getMethod(), path(exchange));
            return response.setComplete();
        }
        ApiProblem problem = problem(error);
        tell(exchange, problem, error);
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        response.getHeaders().remove(HttpHeaders.CONTENT_DISPOSITION);
        response.setStatusCode(problem.status());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        problem.headers().forEach(response.getHeaders()::set);
        byte[] body = json.writeValueAsBytes(problem.problem(new Problem.Place(
                Optional.of(path(exchange)),
                Optional.of(RequestTraces.of(exchange).traceId()))));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** A crowd of refusals must not cost more than serving it would: each is a line. */
    private static void tell(ServerWebExchange exchange, ApiProblem problem, Throwable error) {
        if (ConnectionsBusy.isCauseOf(error)) {
            LOG.info(
                    "{} {} is refused: {}; trace={}",
                    exchange.getRequest().getMethod(),
                    path(exchange),
                    problem.code(),
                    RequestTraces.of(exchange).traceId());
        } else if (problem.status().is5xxServerError()) {
            LOG.warn(
                    "{} {} is answered with {}; trace={}",
                    exchange.getRequest().getMethod(),
                    path(exchange),
                    problem.status(),
                    RequestTraces.of(exchange).traceId(),
                    error);
        }
    }

    private static ApiProblem problem(Throwable error) {
        return switch (error) {
            case ApiProblem known -> known;
            case DataBufferLimitException _ ->
                ApiProblem.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "REQUEST_TOO_LARGE",
                        "Expected a small request document, but it is larger than this installation accepts.");
            case InvalidMediaTypeException type ->
                ApiProblem.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "MEDIA_TYPE_UNSUPPORTED",
                        "Expected a Content-Type such as application/json, but it is " + shown(type.getMediaType())
                                + ".");
            case MethodNotAllowedException method -> method(method);
            case UnsupportedMediaTypeStatusException type -> mediaType(type);
            case NotAcceptableStatusException accept -> accept(accept);
            case ResponseStatusException framework -> framework(framework);
            case StageFailure failure -> failure(failure);
            case DataAccessException _, TransactionException _, R2dbcException _ ->
                ConnectionsBusy.isCauseOf(error)
                        ? overloaded()
                        : ApiProblem.unavailable(
                                "DATABASE_UNAVAILABLE",
                                "Expected the database to answer, but it did not. Ask again in a moment.",
                                BACK_SOON);
            default ->
                ApiProblem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "UNEXPECTED",
                        "Expected to serve this request, but something went wrong inside. It has been logged.");
        };
    }

    /** Soon told is half helped: the client can come back before anything has been done for it. */
    private static ApiProblem overloaded() {
        return ApiProblem.unavailable(
                "OVERLOADED",
                "Expected to serve this request at once, but more are being served than this installation can. Nothing has been done; send it again in a moment.",
                SOONER);
    }

    private static ApiProblem method(MethodNotAllowedException error) {
        String allowed = error.getSupportedMethods().stream()
                .map(HttpMethod::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return ApiProblem.of(
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "METHOD_NOT_ALLOWED",
                        "Expected " + (allowed.isEmpty() ? "another method" : allowed) + " at this address, but got "
                                + shown(error.getHttpMethod()) + ".")
                .with(allowed.isEmpty() ? Map.of() : Map.of(HttpHeaders.ALLOW, allowed));
    }

    private static ApiProblem mediaType(UnsupportedMediaTypeStatusException error) {
        String got = error.getContentType() == null
                ? "none"
                : shown(error.getContentType().toString());
        return ApiProblem.of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "MEDIA_TYPE_UNSUPPORTED",
                "Expected a body of type " + types(error.getSupportedMediaTypes(), "application/json")
                        + ", but the Content-Type is " + got + ".");
    }

    private static ApiProblem accept(NotAcceptableStatusException error) {
        return ApiProblem.of(
                HttpStatus.NOT_ACCEPTABLE,
                "NOT_ACCEPTABLE",
                "Expected an Accept header that takes " + types(error.getSupportedMediaTypes(), "application/json")
                        + ", but it takes something else.");
    }

    private static String types(List<MediaType> types, String otherwise) {
        return types.isEmpty()
                ? otherwise
                : types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(" or "));
    }

    private static String shown(String text) {
        return CleanText.line(text, 100);
    }

    /** What the framework refuses; its own sentences can name classes, so they are not passed on. */
    private static ApiProblem framework(ResponseStatusException error) {
        HttpStatus status = Optional.ofNullable(
                        HttpStatus.resolve(error.getStatusCode().value()))
                .orElse(HttpStatus.INTERNAL_SERVER_ERROR);
        return switch (status) {
            case NOT_FOUND -> ApiProblem.nothingHere();
            case METHOD_NOT_ALLOWED ->
                ApiProblem.of(status, "METHOD_NOT_ALLOWED", "Expected another method at this address.");
            case UNSUPPORTED_MEDIA_TYPE ->
                ApiProblem.of(
                        status,
                        "MEDIA_TYPE_UNSUPPORTED",
                        "Expected a body of another media type; requests for jobs are application/json.");
            case NOT_ACCEPTABLE ->
                ApiProblem.of(status, "NOT_ACCEPTABLE", "Expected an Accept header that one of our media types fits.");
            case CONTENT_TOO_LARGE ->
                ApiProblem.of(status, "REQUEST_TOO_LARGE", "Expected a smaller request than this one.");
            default ->
                status.is4xxClientError()
                        ? ApiProblem.of(
                                status, "REQUEST_INVALID", "Expected a well-formed request, but this one is not.")
                        : ApiProblem.of(status, "UNEXPECTED", "Something went wrong inside. It has been logged.");
        };
    }

    private static ApiProblem failure(StageFailure error) {
        String code = error.failure().code().name();
        if (code.equals(StoreFailure.OBJECT_TOO_LARGE.name())) {
            return ApiProblem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "UPLOAD_TOO_LARGE",
                    error.failure().message());
        }
        if (code.equals(CommonFailure.DISK_FULL.name())) {
            return ApiProblem.of(
                    HttpStatus.INSUFFICIENT_STORAGE, code, "Expected space for the bytes, but the disk is full.");
        }
        if (code.equals(CommonFailure.STORED_OBJECT_MISSING.name())) {
            return ApiProblem.of(
                    HttpStatus.NOT_FOUND, code, "Expected the object in the store, but it is not there any more.");
        }
        return ApiProblem.unavailable(
                code, "Expected the object store to answer, but it did not. Ask again in a moment.", BACK_SOON);
    }

    private static String path(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        // A link is a key: whoever reads an answer or a log must not be able to use it.
        return path.contains("/files/") ? path.substring(0, path.indexOf("/files/")) + "/files/…" : path;
    }
}
