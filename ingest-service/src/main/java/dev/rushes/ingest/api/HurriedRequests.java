package dev.rushes.ingest.api;

import dev.rushes.runtime.database.Connections;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets requests that are answered in a moment use the connections to the database that are kept for them, and be refused early if there is none. Uploads
 * and streams go on for long and can wait: they share the connections of the work in the background.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HurriedRequests implements WebFilter {
    private static final String UPLOADED_FILES = Addresses.FILES.substring(0, Addresses.FILES.length() - 1);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Mono<Void> served = chain.filter(exchange);
        return goesOn(exchange.getRequest().getPath().value()) ? served : served.contextWrite(Connections::hurried);
    }

    private static boolean goesOn(String path) {
        return path.startsWith(UPLOADED_FILES) || path.startsWith(Addresses.UPLOADS) || path.endsWith("/events");
    }
}
