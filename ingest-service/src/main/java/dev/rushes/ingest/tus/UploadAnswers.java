package dev.rushes.ingest.tus;

import dev.rushes.ingest.domain.ProblemType;
import dev.rushes.ingest.trace.RequestTraces;
import dev.rushes.ingest.tus.domain.Refusal;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers: headers on success, a problem document (RFC 9457) on refusal. */
final class UploadAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(UploadAnswers.class);

    private final JsonMapper json;

    UploadAnswers(JsonMapper json) {
        this.json = json;
    }

    /** The same fields as in every other answer of the API. */
    private record Problem(
            String type, String title, int status, String detail, String instance, String traceId, String code) {}

    Mono<Void> success(ServerWebExchange exchange, int status, Map<String, String> headers) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        HttpHeaders target = response.getHeaders();
        target.setCacheControl("no-store");
        headers.forEach(target::set);
        return response.setComplete();
    }

    /** Answers what is known here; other errors go on to whoever answers them. */
    Mono<Void> error(ServerWebExchange exchange, Throwable error) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        return Troubles.refusal(method, error)
                .map(refusal -> {
                    if (!(error instanceof UploadRefused)) {
                        LOG.warn(
                                "{} of an upload is answered with {}: {}; trace={}",
                                method,
                                refusal.status(),
                                error.toString(),
                                RequestTraces.of(exchange).traceId());
                    }
                    return refuse(exchange, refusal);
                })
                .orElseGet(() -> Mono.error(error));
    }

    Mono<Void> refuse(ServerWebExchange exchange, Refusal refusal) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setCacheControl("no-store");
        if (refusal.status() == 423 || refusal.status() >= 500) {
            headers.set(HttpHeaders.RETRY_AFTER, "1");
        }
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = json.writeValueAsBytes(new Problem(
                ProblemType.of(refusal.code()),
                title(refusal),
                refusal.status(),
                refusal.detail(),
                exchange.getRequest().getPath().value(),
                RequestTraces.of(exchange).traceId(),
                refusal.code()));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static String title(Refusal refusal) {
        var known = org.springframework.http.HttpStatus.resolve(refusal.status());
        return known == null ? "Checksum Mismatch" : known.getReasonPhrase();
    }
}
