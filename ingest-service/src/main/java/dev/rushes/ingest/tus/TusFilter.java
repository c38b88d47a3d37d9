package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Checksum;
import dev.rushes.ingest.tus.domain.Origins;
import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.ingest.tus.domain.UploadHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What the protocol says about every request to the uploads: its version, what is on offer, the method in a header for clients that know no PATCH,
 * and pages of other sites. Signed links share the path; they are left alone.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class TusFilter implements WebFilter {
    private static final String VERSION = "1.0.0";
    private static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation";
    private static final String OVERRIDE = "X-HTTP-Method-Override";
    private static final String METHODS = "POST, GET, HEAD, PATCH, DELETE, OPTIONS";
    private static final String ALLOWED =
            "Authorization, Origin, X-Requested-With, X-Request-ID, X-HTTP-Method-Override, Content-Type,"
                    + " Upload-Length, Upload-Offset, Tus-Resumable, Upload-Metadata, Upload-Defer-Length, Upload-Concat,"
                    + " Upload-Checksum";
    private static final String EXPOSED =
            "Upload-Offset, Location, Upload-Length, Tus-Version, Tus-Resumable, Tus-Max-Size, Tus-Extension,"
                    + " Upload-Metadata, Upload-Defer-Length, Upload-Concat, Upload-Expires, Retry-After, "
                    + UploadHeaders.INFO + ", " + UploadHeaders.JOB;
    private static final String DAY = "86400";
    private static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.POST, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private final UploadAnswers answers;
    private final Origins origins;
    private final long mostBytes;

    TusFilter(UploadAnswers answers, Origins origins, long mostBytes) {
        this.answers = answers;
        this.origins = origins;
        this.mostBytes = mostBytes;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (!path.equals(UploadPaths.ALL) && !path.startsWith(UploadPaths.ALL + "/")) {
            return chain.filter(exchange);
        }
        HttpHeaders sent = exchange.getRequest().getHeaders();
        HttpMethod method = Optional.ofNullable(sent.getFirst(OVERRIDE))
                .map(HttpMethod::valueOf)
                .orElse(exchange.getRequest().getMethod());
        boolean isLink = path.lastIndexOf('.') > UploadPaths.ALL.length();
        if (isLink && method != HttpMethod.OPTIONS) {
            return method == HttpMethod.GET || method == HttpMethod.HEAD ? chain.filter(exchange) : readOnly(exchange);
        }
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Tus-Resumable", VERSION);
        allowOrigin(sent, headers);
        return serve(exchange, chain, method);
    }

    private Mono<Void> readOnly(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().setAllow(Set.of(HttpMethod.GET, HttpMethod.HEAD));
        return answers.refuse(
                exchange,
                new Refusal(405, "METHOD_NOT_ALLOWED", "Expected GET or HEAD at a link, but got another method."));
    }

    private Mono<Void> serve(ServerWebExchange exchange, WebFilterChain chain, HttpMethod method) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        if (!KNOWN.contains(method)) {
            return answers.refuse(
                    exchange,
                    new Refusal(405, "METHOD_NOT_ALLOWED", "Expected one of " + METHODS + ", but got another method."));
        }
        if (method == HttpMethod.OPTIONS) {
            // 200 and not 204, which some preflights take for a failure.
            return answers.success(
                    exchange,
                    200,
                    Map.of(
                            "Tus-Version",
                            VERSION,
                            "Tus-Extension",
                            EXTENSIONS,
                            "Tus-Max-Size",
                            Long.toString(mostBytes),
                            "Tus-Checksum-Algorithm",
                            Checksum.names()));
        }
        boolean changes = method != HttpMethod.GET && method != HttpMethod.HEAD;
        if (changes && !VERSION.equals(exchange.getRequest().getHeaders().getFirst("Tus-Resumable"))) {
            headers.set("Tus-Version", VERSION);
            return answers.refuse(
                    exchange,
                    new Refusal(
                            412,
                            "TUS_VERSION_UNSUPPORTED",
                            "Expected Tus-Resumable: " + VERSION + ", but got another version or none."));
        }
        return chain.filter(
                method == exchange.getRequest().getMethod()
                        ? exchange
                        : exchange.mutate()
                                .request(request -> request.method(method))
                                .build());
    }

    private void allowOrigin(HttpHeaders sent, HttpHeaders headers) {
        Optional<String> origin = Optional.ofNullable(sent.getFirst(HttpHeaders.ORIGIN));
        headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        origins.allow(origin).ifPresent(allowed -> {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
            headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, DAY);
        });
    }

    /** Whether a page of another site may ask for this: an upload, from an origin that is allowed. */
    static boolean isInvited(ServerHttpRequest request, Origins origins) {
        String path = request.getPath().value();
        return (path.equals(UploadPaths.ALL) || path.startsWith(UploadPaths.ALL + "/"))
                && origins.allow(Optional.ofNullable(request.getHeaders().getFirst(HttpHeaders.ORIGIN)))
                        .isPresent();
    }
}
