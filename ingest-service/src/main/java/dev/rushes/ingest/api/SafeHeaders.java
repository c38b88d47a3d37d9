package dev.rushes.ingest.api;

import java.util.Set;
import java.util.function.Predicate;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What every answer tells a browser: nothing from elsewhere, no guessing of types, no frames, no referrer (links are keys). And what a browser
 * tells us: a change that another site asks for is refused.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SafeHeaders implements WebFilter {
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final Predicate<ServerHttpRequest> invited;

    /** @param invited which requests other sites may make nevertheless */
    SafeHeaders(Predicate<ServerHttpRequest> invited) {
        this.invited = invited;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        String site = exchange.getRequest().getHeaders().getFirst("Sec-Fetch-Site");
        boolean foreign = site != null
                && !OWN.contains(site)
                && !HARMLESS.contains(exchange.getRequest().getMethod())
                && !invited.test(exchange.getRequest());
        return foreign
                ? Mono.error(ApiProblem.of(
                        HttpStatus.FORBIDDEN,
                        "FOREIGN_SITE",
                        "Expected a request from our own pages, but another site sent it."))
                : chain.filter(exchange);
    }
}
