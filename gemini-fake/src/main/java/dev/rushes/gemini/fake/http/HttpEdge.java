package dev.rushes.gemini.fake.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Serves on 127.0.0.1. */
public final class HttpEdge {
    private final int largestBody;
    private final Function<Request, Reply> api;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    /**
     * @param largestBody most bytes of a request; more is refused
     * @param api answers at once
     */
    public HttpEdge(int largestBody, Function<Request, Reply> api) {
        this.largestBody = largestBody;
        this.api = api;
    }

    /** @param port 0 takes a free one */
    public DisposableServer start(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .handle(this::handle)
                .bindNow();
    }

    /** Requests that were taken, and are neither answered to the end nor left by who asked. */
    public int unfinished() {
        return unfinished.get();
    }

    /** Most of them that there were at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Runnable end = begin();
        request.withConnection(connection -> {
            var unused = connection.onDispose(end::run);
        });
        return Mono.from(answer(request, response)).doFinally(_ -> end.run());
    }

    /** Counts a request in; what comes back counts it out, once. */
    private Runnable begin() {
        int now = unfinished.incrementAndGet();
        var unused = mostAtOnce.accumulateAndGet(now, Math::max);
        AtomicBoolean counted = new AtomicBoolean(true);
        return () -> {
            if (counted.getAndSet(false)) {
                var unusedToo = unfinished.decrementAndGet();
            }
        };
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String length = request.requestHeaders().get("Content-Length", "0");
        if (Long.parseLong(length) > largestBody) {
            return response.status(413).send();
        }
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                // Who answers may take its time, and look at films.
                .publishOn(Schedulers.boundedElastic())
                .flatMap(body -> send(api.apply(read(request, body)), response));
    }

    private static Request read(HttpServerRequest request, byte[] body) {
        QueryStringDecoder address = new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8);
        Map<String, String> query = new HashMap<>();
        address.parameters().forEach((name, values) -> query.put(name, values.getLast()));
        Map<String, String> headers = new HashMap<>();
        request.requestHeaders()
                .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        return new Request(request.method().name(), address.path(), query, headers, body);
    }

    private static Mono<Void> send(Reply reply, HttpServerResponse response) {
        Mono<Void> sent =
                switch (reply.ending()) {
                    case WHOLE -> head(reply, response).send(packets(reply)).then();
                    case SILENCE -> Mono.never();
                    case RESET_BEFORE -> reset(response);
                    case RESET_WITHIN ->
                        head(reply, hardEnd(response))
                                .send(
                                        packets(reply)
                                                .concatWith(Mono.error(
                                                        new IOException("Expected to break off, and so it is"))),
                                        _ -> true)
                                .then();
                };
        return reply.delay().isZero() ? sent : Mono.delay(reply.delay()).then(sent);
    }

    private static HttpServerResponse head(Reply reply, HttpServerResponse response) {
        HttpServerResponse headed = response.status(reply.status());
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            headed = headed.header(header.getKey(), header.getValue());
        }
        if (reply.packets().size() <= 1 && !reply.headers().containsKey("Content-Length")) {
            headed = headed.header("Content-Length", Integer.toString(reply.body().length));
        }
        return headed;
    }

    private static Flux<ByteBuf> packets(Reply reply) {
        Flux<byte[]> packets = Flux.fromIterable(reply.packets());
        Duration gap = reply.gap();
        return (gap.isZero()
                        ? packets
                        : packets.concatMap(packet -> Mono.delay(gap).thenReturn(packet), 1))
                .map(Unpooled::wrappedBuffer);
    }

    /** The other side hears a reset, not an end. */
    private static HttpServerResponse hardEnd(HttpServerResponse response) {
        return response.withConnection(connection -> {
            var unused = connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        });
    }

    private static Mono<Void> reset(HttpServerResponse response) {
        return Mono.defer(() -> {
            var unused = hardEnd(response).withConnection(connection -> {
                var closing = connection.channel().close();
            });
            return Mono.never();
        });
    }
}
