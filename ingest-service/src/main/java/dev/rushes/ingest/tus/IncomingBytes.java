package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Checksum;
import dev.rushes.ingest.tus.domain.Pace;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** The bytes that an upload takes from a request: no more than it has room for, digested if they must come to something, and not for ever. */
final class IncomingBytes {
    private final EarlyBytes bytes;
    private final long atMost;
    private final Optional<MessageDigest> digest;
    private volatile boolean tooLong;
    private long taken;

    /**
     * @param atMost bytes to take; with one more they end as {@link End#TOO_LONG}
     * @param checksum what the bytes are to be digested for
     */
    IncomingBytes(EarlyBytes bytes, long atMost, Optional<Checksum> checksum) {
        this.bytes = bytes;
        this.atMost = atMost;
        this.digest = checksum.map(wanted -> digest(wanted.algorithm()));
    }

    /**
     * The bytes, until they end or somebody ends them.
     *
     * @param ended ends them with a reason
     * @param window in each of these, {@code least} bytes must come
     */
    Flux<ByteBuffer> until(Mono<End> ended, Duration window, long least) {
        return Flux.using(
                () -> Mono.firstWithSignal(ended, stalled(window, least)).subscribe(bytes::stop),
                _ -> bytes.buffers().<ByteBuffer>handle(this::take),
                Disposable::dispose);
    }

    /** Why they ended. */
    End end() {
        return tooLong ? End.TOO_LONG : bytes.end();
    }

    /** Whether they come to what was promised. */
    boolean fit(Checksum checksum) {
        return digest.map(MessageDigest::digest).filter(checksum::fits).isPresent();
    }

    private void take(ByteBuffer buffer, SynchronousSink<ByteBuffer> sink) {
        taken += buffer.remaining();
        if (taken > atMost) {
            tooLong = true;
            sink.complete();
            return;
        }
        digest.ifPresent(sum -> sum.update(buffer.duplicate()));
        sink.next(buffer);
    }

    private Mono<End> stalled(Duration window, long least) {
        return Flux.interval(window)
                .onBackpressureDrop()
                .scan(Optional.of(new Pace(0, least)), (pace, _) -> pace.filter(
                                last -> !last.isTooSlow(bytes.received()))
                        .map(last -> last.next(bytes.received())))
                .filter(Optional::isEmpty)
                .next()
                .map(_ -> End.STALLED);
    }

    private static MessageDigest digest(Checksum.Algorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.javaName());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Expected " + algorithm + " in every Java runtime", impossible);
        }
    }
}
