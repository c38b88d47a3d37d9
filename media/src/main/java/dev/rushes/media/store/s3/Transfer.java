package dev.rushes.media.store.s3;

import dev.rushes.media.store.StoreErrors;
import dev.rushes.media.value.StoredObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One object on its way into the bucket. What fits into one piece is put in one request; anything larger is a multipart upload, which nobody
 * sees before it is complete.
 *
 * <p>The digest is metadata of the object where it is known at the start; else it is a {@link Seal}, written once the object is there.
 */
final class Transfer {
    private final Bucket bucket;
    private final Incoming object;
    private final Pieces pieces;
    private final int inFlight;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final String mark = UUID.randomUUID().toString();
    private final Mono<String> upload;

    /**
     * What is to be stored.
     *
     * @param limit most bytes
     * @param sha256 the digest that the bytes must have, where it is known
     */
    record Incoming(String key, String contentType, long limit, Optional<String> sha256) {}

    /**
     * @param inFlight how many pieces are in memory at once
     */
    Transfer(Bucket bucket, Incoming object, int pieceSize, int inFlight) {
        this.bucket = bucket;
        this.object = object;
        this.pieces = new Pieces(pieceSize, object.limit());
        this.inFlight = inFlight;
        // Cached: an upload whose beginning was cancelled goes on and tells its id, so that it can be aborted.
        this.upload = bucket.begin(object.key(), object.contentType(), metadata())
                .doOnSubscribe(_ -> begun.set(true))
                .cache();
    }

    Mono<StoredObject> run(Flux<ByteBuffer> bytes) {
        return pieces.cut(bytes)
                .flatMapSequential(this::send, inFlight, 1)
                .collectList()
                .flatMap(this::finish);
    }

    /** Leaves nothing behind. Where the store doesn't even take that, the sweep of unfinished uploads does; what went wrong first is told. */
    Mono<Void> abort() {
        return begun.get()
                ? upload.flatMap(id -> bucket.abort(object.key(), id)).onErrorComplete()
                : Mono.empty();
    }

    private Mono<CompletedPart> send(Piece piece) {
        if (piece.number() == 1 && piece.last()) {
            return whole(piece);
        }
        if (piece.number() > PieceSize.MOST_PIECES) {
            return Mono.error(StoreErrors.tooLarge(PieceSize.MOST_BYTES));
        }
        return upload.flatMap(id -> bucket.putPart(object.key(), id, piece));
    }

    private Mono<CompletedPart> whole(Piece piece) {
        String sha256 = pieces.sha256();
        return check(sha256)
                .then(bucket.put(object.key(), piece, object.contentType(), Map.of(Seal.DIGEST, sha256)))
                .thenReturn(CompletedPart.builder().partNumber(1).build());
    }

    private Mono<StoredObject> finish(List<CompletedPart> parts) {
        StoredObject stored = new StoredObject(object.key(), pieces.size(), pieces.sha256(), object.contentType());
        if (!begun.get()) {
            return Mono.just(stored);
        }
        Mono<Void> completed = check(stored.sha256())
                .then(upload)
                .flatMap(id -> bucket.complete(object.key(), id, parts))
                .onErrorResume(S3Errors::isMissing, this::repeated);
        return object.sha256().isPresent()
                ? completed.thenReturn(stored)
                : completed.then(seal(stored)).thenReturn(stored);
    }

    /** An upload that is gone has been completed if its object is there: by a try whose answer was lost. */
    private Mono<Void> repeated(Throwable missing) {
        return bucket.head(object.key())
                .filter(found -> mark.equals(found.metadata().get(Seal.MARK)))
                .switchIfEmpty(Mono.error(missing))
                .then();
    }

    /** The ETag is asked for: some stores tell another one when an upload is completed. */
    private Mono<Void> seal(StoredObject stored) {
        return bucket.head(object.key())
                .filter(found -> mark.equals(found.metadata().get(Seal.MARK)))
                .flatMap(found -> Seal.write(bucket, stored, found.eTag()));
    }

    private Mono<Void> check(String found) {
        boolean good = object.sha256().isEmpty() || object.sha256().get().equals(found);
        return good
                ? Mono.empty()
                : Mono.error(StoreErrors.differs(
                        object.key(), "bytes with SHA-256 " + object.sha256().orElse(""), "bytes with " + found));
    }

    private Map<String, String> metadata() {
        return object.sha256()
                .map(sha256 -> Map.of(Seal.MARK, mark, Seal.DIGEST, sha256))
                .orElse(Map.of(Seal.MARK, mark));
    }
}
