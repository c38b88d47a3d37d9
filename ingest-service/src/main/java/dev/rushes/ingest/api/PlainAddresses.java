package dev.rushes.ingest.api;

import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses addresses with the character NUL. Nothing here has one in its name, and the database takes no text that has. An altered link is told no more
 * than that it is none, whatever was altered.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class PlainAddresses implements WebFilter {
    private static final String NUL = "%00";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String address = exchange.getRequest().getURI().toASCIIString().toLowerCase(Locale.ROOT);
        boolean link = exchange.getRequest().getPath().value().startsWith(Addresses.FILES);
        return address.contains(NUL) && !link
                ? Mono.error(ApiProblem.of(
                        HttpStatus.BAD_REQUEST,
                        "ADDRESS_MALFORMED",
                        "Expected an address of readable characters, but it has the character NUL (%00)."))
                : chain.filter(exchange);
    }
}
