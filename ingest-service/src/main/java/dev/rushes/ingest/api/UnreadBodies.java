package dev.rushes.ingest.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer may be there before the request is all in, such as the refusal of an upload by its headers. The next request on the same connection
 * would then meet the rest of the first, and the client would wait for ever. So a short rest is read and dropped before the answer; after a
 * long one the connection is closed (RFC 9112, section 9.3).
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadBodies implements WebFilter {
    /** A longer rest costs more than a new connection. */
    static final long MOST_SWALLOWED = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() == 0
                || headers.getContentLength() < 0 && headers.getFirst(HttpHeaders.TRANSFER_ENCODING) == null) {
            return chain.filter(exchange);
        }
        Body body = new Body(exchange.getRequest());
        exchange.getResponse().beforeCommit(() -> body.swallow().then(Mono.fromRunnable(() -> {
            if (!body.ended) {
                exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            }
        })));
        return chain.filter(exchange.mutate().request(body).build());
    }

    /** Knows how far it has been read. */
    private static final class Body extends ServerHttpRequestDecorator {
        private volatile boolean begun;
        private volatile boolean ended;

        Body(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.defer(() -> {
                begun = true;
                return super.getBody().doOnComplete(() -> ended = true);
            });
        }

        /** A client that asks before it sends (Expect: 100-continue) must not be told to go on for nothing. */
        Mono<Void> swallow() {
            boolean asks = getHeaders().getFirst(HttpHeaders.EXPECT) != null;
            if (begun || asks || getHeaders().getContentLength() > MOST_SWALLOWED) {
                return Mono.empty();
            }
            AtomicLong swallowed = new AtomicLong();
            return getBody()
                    .map(buffer -> swallowed.addAndGet(release(buffer)))
                    .takeUntil(total -> total > MOST_SWALLOWED)
                    .then()
                    .timeout(PATIENCE, Mono.empty())
                    .onErrorComplete();
        }

        /** A buffer must not go further down: an answer's own hooks release what is dropped. */
        private static int release(DataBuffer buffer) {
            int bytes = buffer.readableByteCount();
            DataBufferUtils.release(buffer);
            return bytes;
        }
    }
}
