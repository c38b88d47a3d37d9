package dev.rushes.ingest.trace;

import dev.rushes.runtime.engine.Trace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives each request its trace. A {@code traceparent} that is not well-formed, or there more than once, counts as none (W3C Trace Context, section 3.2.2):
 * it is no reason to refuse anything.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestTraces implements WebFilter {
    private static final String TRACEPARENT = "traceparent";
    private static final String ATTRIBUTE = RequestTraces.class.getName();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Trace trace = of(exchange);
        return chain.filter(exchange).contextWrite(context -> context.put(ATTRIBUTE, trace));
    }

    /** The trace of a request; always the same one. */
    public static Trace of(ServerWebExchange exchange) {
        return (Trace) exchange.getAttributes().computeIfAbsent(ATTRIBUTE, _ -> named(exchange)
                .orElseGet(() -> Trace.begin(ThreadLocalRandom.current())));
    }

    /** The trace of the request that this is done for; empty if it is done for none. */
    public static Mono<Optional<Trace>> current() {
        return Mono.deferContextual(context -> Mono.just(context.<Trace>getOrEmpty(ATTRIBUTE)));
    }

    private static Optional<Trace> named(ServerWebExchange exchange) {
        List<String> headers = exchange.getRequest().getHeaders().getOrEmpty(TRACEPARENT);
        return headers.size() == 1 ? Trace.parse(headers.getFirst()) : Optional.empty();
    }
}
