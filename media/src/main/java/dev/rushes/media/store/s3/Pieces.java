package dev.rushes.media.store.s3;

import dev.rushes.media.store.Digests;
import dev.rushes.media.store.StoreErrors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Cuts a stream of bytes into pieces of one size and hashes them on the way. A piece is made only when it is asked for, and the next buffer of
 * the stream is asked for only when the last has been copied: so the memory in use is that of the pieces that somebody holds.
 *
 * <p>For one stream; not thread-safe, but may wander from thread to thread.
 */
final class Pieces {
    private static final Scheduler BLOCKING = Schedulers.boundedElastic();

    private final int pieceSize;
    private final long limit;
    private final MessageDigest digest = Digests.sha256();
    private @Nullable ByteBuffer piece;
    private long size;
    private int count;
    private String sha256 = "";

    /**
     * @param limit most bytes of all
     */
    Pieces(int pieceSize, long limit) {
        this.pieceSize = (int) Math.clamp(limit, 1, pieceSize);
        this.limit = limit;
    }

    /** The pieces in their order. One is last only if it is not full; without bytes there is one empty piece. */
    Flux<Piece> cut(Flux<ByteBuffer> bytes) {
        return bytes.concatMap(
                        buffer ->
                                Flux.<Piece>generate(sink -> cut(buffer, sink)).subscribeOn(BLOCKING),
                        0)
                .concatWith(Mono.defer(() -> Mono.justOrEmpty(rest())).subscribeOn(BLOCKING));
    }

    /** Bytes of all pieces; known when the last has been cut. */
    long size() {
        return size;
    }

    /** Digest of all pieces; known when the last has been cut. */
    String sha256() {
        return sha256;
    }

    private void cut(ByteBuffer buffer, SynchronousSink<Piece> sink) {
        if (buffer.remaining() > limit - size) {
            sink.error(StoreErrors.tooLarge(limit));
            return;
        }
        while (buffer.hasRemaining()) {
            ByteBuffer target = piece == null ? ByteBuffer.allocate(pieceSize) : piece;
            piece = target;
            if (!target.hasRemaining()) {
                sink.next(take(target, false));
                return;
            }
            int length = Math.min(target.remaining(), buffer.remaining());
            size += length;
            target.put(buffer.slice(buffer.position(), length));
            buffer.position(buffer.position() + length);
        }
        sink.complete();
    }

    private Optional<Piece> rest() {
        ByteBuffer left = piece;
        Optional<Piece> last = Optional.empty();
        if (left != null) {
            last = Optional.of(take(left, true));
        } else if (count == 0) {
            last = Optional.of(take(ByteBuffer.allocate(0), true));
        }
        sha256 = Digests.hex(digest);
        return last;
    }

    private Piece take(ByteBuffer full, boolean last) {
        piece = null;
        count++;
        full.flip();
        digest.update(full.duplicate());
        return Piece.of(count, full, last);
    }
}
