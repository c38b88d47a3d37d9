package dev.rushes.ingest.tus;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/**
 * The bytes of one request, gathered into larger buffers. Reading begins before it is clear what will become of them: a server drops what a client
 * sent and nobody reads by the time the connection breaks. Only a little is read ahead; the rest waits on the wire.
 */
final class EarlyBytes {
    /** Buffers that are read before anybody wants them. */
    private static final int AHEAD = 2;

    private final IntConsumer meter;
    private final Sinks.One<End> stop = Sinks.one();
    private final Sinks.Many<ByteBuffer> ahead = Sinks.many().unicast().onBackpressureBuffer();
    private final Ahead reading = new Ahead();
    private final WriteBuffers buffers;
    /** Direct buffers that are out; far below zero once they are no longer ours. */
    private final AtomicInteger held = new AtomicInteger();

    private final Flux<ByteBuffer> source;
    private volatile End end = End.COMPLETE;
    private volatile long received;
    private @Nullable ByteBuffer gathered;
    private @Nullable ByteBuffer handedOut;

    private EarlyBytes(Flux<DataBuffer> body, IntConsumer meter, WriteBuffers buffers) {
        this.meter = meter;
        this.buffers = buffers;
        this.source = body.takeUntilOther(stop.asMono())
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .onErrorResume(_ -> {
                    end = End.CLIENT_LEFT;
                    return Flux.empty();
                })
                .<ByteBuffer>handle(this::gather)
                .concatWith(Mono.defer(() -> Mono.justOrEmpty(rest())));
    }

    /**
     * Does some work with the bytes, and lets go of the rest when it is done.
     *
     * @param meter is told of all bytes
     */
    static <T> Mono<T> with(Flux<DataBuffer> body, IntConsumer meter, Function<EarlyBytes, Mono<T>> work) {
        return Mono.defer(() -> {
            EarlyBytes bytes = new EarlyBytes(body, meter, WriteBuffers.SHARED);
            return Mono.using(bytes::begin, _ -> work.apply(bytes).doOnSuccess(_ -> bytes.putBackLast()), reading -> {
                reading.dispose();
                bytes.forget();
            });
        });
    }

    /**
     * The bytes; for one subscriber, who must be done with a buffer when it asks for the next. They never fail: {@link #end()} tells why there are no
     * more.
     */
    Flux<ByteBuffer> buffers() {
        return ahead.asFlux().doOnNext(this::handOut);
    }

    private void handOut(ByteBuffer buffer) {
        ByteBuffer done = handedOut;
        handedOut = buffer;
        if (done != null) {
            putBack(done);
        }
        reading.request(1);
    }

    /** Work that came to its end is done with the last buffer too. */
    private void putBackLast() {
        ByteBuffer last = handedOut;
        handedOut = null;
        if (last != null) {
            putBack(last);
        }
    }

    private void putBack(ByteBuffer buffer) {
        if (buffer.isDirect() && held.decrementAndGet() >= 0) {
            buffers.giveBack(buffer);
        }
    }

    /** Work that was broken off may still write what it was given, and a socket be read. */
    private void forget() {
        int lost = held.getAndSet(Integer.MIN_VALUE / 2);
        buffers.forget(Math.max(0, lost));
    }

    private Disposable begin() {
        source.subscribe(reading);
        return reading;
    }

    /** Takes no more; what has come is still handed on. */
    void stop(End why) {
        end = why;
        var unused = stop.tryEmitValue(why);
    }

    /** Why there are no more bytes. */
    End end() {
        return end;
    }

    /** Bytes so far. */
    long received() {
        return received;
    }

    /** Asks for as many buffers as have been taken, and a few more. */
    private final class Ahead extends BaseSubscriber<ByteBuffer> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(AHEAD);
        }

        @Override
        protected void hookOnNext(ByteBuffer buffer) {
            var unused = ahead.tryEmitNext(buffer);
        }

        @Override
        protected void hookOnComplete() {
            var unused = ahead.tryEmitComplete();
        }
    }

    private void gather(DataBuffer buffer, SynchronousSink<ByteBuffer> sink) {
        try {
            int count = buffer.readableByteCount();
            meter.accept(count);
            received += count;
            ByteBuffer before = gathered;
            ByteBuffer target = before;
            if (target == null || target.remaining() < count) {
                target = room(count);
                gathered = target;
            }
            buffer.toByteBuffer(target.slice());
            target.position(target.position() + count);
            if (before != null && before != target) {
                sink.next(before.flip());
            }
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private ByteBuffer room(int least) {
        ByteBuffer room = buffers.take(least);
        if (room.isDirect() && held.incrementAndGet() < 0) {
            buffers.forget(1);
        }
        return room;
    }

    private Optional<ByteBuffer> rest() {
        ByteBuffer last = gathered;
        gathered = null;
        return Optional.ofNullable(last).map(ByteBuffer::flip).filter(ByteBuffer::hasRemaining);
    }
}
