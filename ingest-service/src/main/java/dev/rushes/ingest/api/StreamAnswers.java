package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.progress.Seats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/** What all streams of server-sent events have in common: limits, headers, the way frames are written, and the end when a caller is admitted no more. */
final class StreamAnswers {
    private final Seats seats;
    private final Callers callers;
    private final Duration recheck;
    private final Duration retryAfter;
    private final MeterRegistry registry;

    /** @param recheck how often it is asked whether the caller of an open stream is still admitted */
    StreamAnswers(Seats seats, Callers callers, Duration recheck, Duration retryAfter, MeterRegistry registry) {
        this.seats = seats;
        this.callers = callers;
        this.recheck = recheck;
        this.retryAfter = retryAfter;
        this.registry = registry;
    }

    /** One event. JSON has no line breaks of its own, so the data is one line. */
    static String event(String name, Object data, JsonMapper json) {
        return "event:" + name + "\ndata:" + json.writeValueAsString(data) + "\n\n";
    }

    /** Writes a stream. What stands in one list is flushed together. */
    Mono<Void> send(Caller caller, Flux<List<byte[]>> frames, ServerHttpResponse response) {
        String seat = caller.tenant() + "/" + caller.name();
        return Mono.defer(() -> switch (seats.take(seat)) {
            case FULL ->
                Mono.error(refused(
                        "instance",
                        ApiProblem.unavailable(
                                "STREAMS_EXHAUSTED",
                                "Expected to open a progress stream, but this instance serves as many as it may. Ask again in a moment.",
                                retryAfter)));
            case CALLER_FULL ->
                Mono.error(refused(
                        "caller",
                        ApiProblem.tooMany(
                                "TOO_MANY_STREAMS",
                                "Expected to open a progress stream, but this caller has as many as one may have. Close one, or follow all jobs on one stream: GET "
                                        + Addresses.EVENTS + ".",
                                retryAfter)));
            case TAKEN ->
                write(frames.takeUntilOther(sentAway(caller)), response).doFinally(_ -> seats.giveBack(seat));
        });
    }

    /** Frames are plain arrays: one that a closed connection leaves unsent costs nothing, and many connections may share one. */
    private static Mono<Void> write(Flux<List<byte[]>> frames, ServerHttpResponse response) {
        response.getHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
        response.getHeaders().set("Cache-Control", "no-store, no-transform");
        response.getHeaders().set("X-Accel-Buffering", "no");
        DataBufferFactory buffers = response.bufferFactory();
        return response.writeAndFlushWith(frames.concatMap(together -> inTurn(together, buffers), 1));
    }

    /**
     * What is written next, and then nothing more until it has been taken. The server's outbound would ask for 32 of these beforehand, and a client
     * that does not read would have them all waiting for it.
     */
    private static Flux<Publisher<DataBuffer>> inTurn(List<byte[]> together, DataBufferFactory buffers) {
        Sinks.Empty<Publisher<DataBuffer>> taken = Sinks.empty();
        Publisher<DataBuffer> all = Flux.fromIterable(together)
                .<DataBuffer>map(buffers::wrap)
                .doFinally(_ -> {
                    var unused = taken.tryEmitEmpty();
                });
        return Flux.just(all).concatWith(taken.asMono());
    }

    /** Ends, without an end of its own, when the caller is admitted no more; whoever connects again then is told why. */
    private Mono<Long> sentAway(Caller caller) {
        return Flux.interval(recheck)
                .onBackpressureDrop()
                .concatMap(
                        round -> callers.stands(caller)
                                .onErrorReturn(true)
                                .filter(stands -> !stands)
                                .map(_ -> round),
                        1)
                .next();
    }

    private ApiProblem refused(String limit, ApiProblem problem) {
        Counter.builder(ApiMeter.STREAMS_REFUSED.meterName())
                .description(ApiMeter.STREAMS_REFUSED.description())
                .tag("limit", limit)
                .register(registry)
                .increment();
        return problem;
    }
}
