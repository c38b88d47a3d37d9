package dev.rushes.media.store.s3;

import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectKeys;
import dev.rushes.media.store.Part;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.PartedObject;
import dev.rushes.media.store.StoreErrors;
import dev.rushes.media.store.StoreFailure;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.StageFailure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Objects that come in piece by piece, as multipart uploads. S3 takes no part smaller than 5 MiB but the last, and some stores want all of one
 * size: so an append uploads full parts, and keeps what is left at its end as a tail, a small object of its own. The next append begins with
 * the bytes of that tail, and the full part then takes its number.
 *
 * <pre>
 *   first append  12 MB    │ part 1 (8 MiB) │ tail a as 2 │
 *   second append 9 MB     │       "        │ part 2 (tail a and more) │ tail b as 3 │
 *   joined                 │ part 1         │ part 2                   │ part 3 (tail b) │      tails go
 * </pre>
 *
 * A recorded part stands for bytes by its ETag, and completing names the ETags: a writer that lost its turn and sent a part again makes joining
 * fail; it can't slip other bytes in. Nothing is written over a tail, since each has a name of its own.
 */
final class S3PartStore implements PartStore {
    private static final String PARTS = ".parts";

    private final Bucket bucket;
    private final S3ObjectStore objects;
    private final S3Limits limits;

    S3PartStore(Bucket bucket, S3ObjectStore objects, S3Limits limits) {
        this.bucket = bucket;
        this.objects = objects;
        this.limits = limits;
    }

    @Override
    public Mono<PartedObject> begin(UUID id, String key, String contentType, long atMost) {
        return Mono.defer(() -> {
            String checked = ObjectKeys.checked(key);
            return bucket.begin(checked, contentType, Map.of(Seal.MARK, id.toString()))
                    .map(upload -> new PartedObject(
                            id, checked, contentType, PieceSize.of(limits.partSize(), atMost), upload));
        });
    }

    @Override
    public Flux<Part> append(PartedObject object, List<Part> parts, Flux<ByteBuffer> bytes) {
        return Flux.defer(() -> {
            RecordedParts recorded = RecordedParts.of(parts);
            Flux<ByteBuffer> all = Flux.concat(tail(object, recorded), bytes);
            return new Pieces(Math.toIntExact(object.partSize()), Long.MAX_VALUE)
                    .cut(all)
                    .filter(piece -> piece.bytes().remaining() > recorded.tailLength(piece.number()))
                    .flatMapSequential(
                            piece ->
                                    store(object, piece.numbered(recorded.full().size() + piece.number())),
                            limits.partsInFlight(),
                            1);
        });
    }

    @Override
    public Mono<List<Part>> check(PartedObject object, List<Part> parts) {
        return Mono.defer(() -> {
            RecordedParts recorded = RecordedParts.of(parts);
            return uploaded(object)
                    .map(found -> recorded.present(found))
                    .flatMap(present -> present.size() < recorded.full().size()
                            ? Mono.just(present)
                            : tailIsThere(object, recorded).map(there -> there ? parts : present));
        });
    }

    @Override
    public Mono<StoredObject> join(PartedObject object, List<Part> parts) {
        return Mono.defer(() -> {
                    RecordedParts recorded = RecordedParts.of(parts);
                    return recorded.full().isEmpty() ? small(object, recorded) : large(object, recorded);
                })
                .onErrorResume(S3Errors::isMissing, missing -> joinedBefore(object, parts, missing))
                .then(Mono.defer(() -> objects.find(object.key())))
                .flatMap(found -> Mono.justOrEmpty(found)
                        .switchIfEmpty(
                                Mono.error(() -> StoreErrors.missing(object.key(), new IllegalStateException()))))
                .delayUntil(_ -> abandon(object));
    }

    /** Read and written once: so the digest comes with it, and parts may be as small as they are. */
    @Override
    public Mono<StoredObject> concatenate(String key, String contentType, List<StoredObject> sources) {
        return Mono.defer(() -> {
            long length = sources.stream().mapToLong(StoredObject::size).sum();
            Flux<ByteBuffer> bytes =
                    Flux.fromIterable(sources).concatMap(source -> objects.read(source, 0, source.size()), 1);
            return objects.put(key, bytes, contentType, length);
        });
    }

    @Override
    public Mono<Void> abandon(PartedObject object) {
        return bucket.abort(object.key(), object.token()).then(Mono.defer(() -> forget(object.id())));
    }

    /** The tails; full parts are in uploads that the store itself lists. A listing is in the order of the keys, so those of one object come together. */
    @Override
    public Flux<Kept> kept() {
        return objects.everything(PARTS)
                .flatMapIterable(found -> tail(found).map(List::of).orElse(List.of()))
                .bufferUntilChanged(Kept::id)
                .map(tails -> tails.stream().reduce(Kept::plus).orElseThrow());
    }

    private static Optional<Kept> tail(ListedObject found) {
        String[] names = found.key().split("/", 3);
        return names.length == 3
                ? Kept.idOf(names[1]).map(id -> new Kept(id, 1, found.size(), found.changed()))
                : Optional.empty();
    }

    @Override
    public Mono<Void> forget(UUID id) {
        return objects.everything(folder(id))
                .concatMap(found -> bucket.delete(found.key()), 1)
                .then();
    }

    private Mono<Part> store(PartedObject object, Piece piece) {
        if (piece.number() > PieceSize.MOST_PIECES) {
            return Mono.error(new StageFailure(
                    StoreFailure.TOO_MANY_PARTS,
                    "Expected at most " + PieceSize.MOST_PIECES + " parts of " + object.partSize()
                            + " bytes, but more came. Say the length at the start, so that parts can be larger."));
        }
        int length = piece.bytes().remaining();
        if (length == object.partSize()) {
            return bucket.putPart(object.key(), object.token(), piece)
                    .map(part -> RecordedParts.full(piece.number(), length, part.eTag()));
        }
        String name = UUID.randomUUID().toString();
        return bucket.put(folder(object) + "/" + name, piece, object.contentType(), Map.of())
                .then(Mono.fromSupplier(() -> RecordedParts.tail(piece.number(), length, name)));
    }

    private Flux<ByteBuffer> tail(PartedObject object, RecordedParts recorded) {
        return recorded.tail()
                .map(tail -> new Reading(
                                bucket,
                                new StoredObject(tailKey(object, tail), tail.length(), "", object.contentType()),
                                0,
                                tail.length())
                        .bytes())
                .orElseGet(Flux::empty);
    }

    /** The tail's bytes as one piece; an empty one if there is no tail. */
    private Mono<Piece> last(PartedObject object, RecordedParts recorded) {
        return new Pieces(Math.toIntExact(object.partSize()), Long.MAX_VALUE)
                .cut(tail(object, recorded))
                .next()
                .map(piece -> piece.numbered(recorded.full().size() + 1));
    }

    private Mono<Void> small(PartedObject object, RecordedParts recorded) {
        Pieces pieces = new Pieces(Math.toIntExact(object.partSize()), Long.MAX_VALUE);
        return pieces.cut(tail(object, recorded))
                .next()
                .flatMap(piece -> bucket.put(
                        object.key(),
                        piece,
                        object.contentType(),
                        Map.of(Seal.MARK, object.id().toString(), Seal.DIGEST, pieces.sha256())));
    }

    private Mono<Void> large(PartedObject object, RecordedParts recorded) {
        Mono<List<CompletedPart>> all = recorded.tail().isEmpty()
                ? Mono.just(recorded.completed())
                : last(object, recorded)
                        .flatMap(piece -> bucket.putPart(object.key(), object.token(), piece))
                        .map(recorded::completed);
        return all.flatMap(parts -> bucket.complete(object.key(), object.token(), parts))
                .then();
    }

    /** What is missing is no loss if it went into the object that is there. */
    private Mono<Void> joinedBefore(PartedObject object, List<Part> parts, Throwable missing) {
        long length = parts.stream().mapToLong(Part::length).sum();
        return bucket.head(object.key())
                .filter(found -> object.id().toString().equals(found.metadata().get(Seal.MARK))
                        && found.contentLength() == length)
                .switchIfEmpty(Mono.error(missing))
                .then();
    }

    private Mono<Map<Integer, RecordedParts.Uploaded>> uploaded(PartedObject object) {
        return bucket.parts(object.key(), object.token(), 0)
                .expand(page -> Boolean.TRUE.equals(page.isTruncated())
                        ? bucket.parts(object.key(), object.token(), page.nextPartNumberMarker())
                        : Mono.empty())
                .concatMapIterable(page -> page.parts(), 1)
                .collectMap(part -> part.partNumber(), part -> new RecordedParts.Uploaded(part.size(), part.eTag()))
                .onErrorResume(S3Errors::isMissing, _ -> Mono.just(Map.of()));
    }

    private Mono<Boolean> tailIsThere(PartedObject object, RecordedParts recorded) {
        return recorded.tail()
                .map(tail -> bucket.head(tailKey(object, tail))
                        .map(found -> found.contentLength() == tail.length())
                        .onErrorResume(S3Errors::isMissing, _ -> Mono.just(false)))
                .orElseGet(() -> Mono.just(true));
    }

    private static String folder(PartedObject object) {
        return folder(object.id());
    }

    private static String folder(UUID id) {
        return PARTS + "/" + id;
    }

    private static String tailKey(PartedObject object, Part tail) {
        return folder(object) + "/" + RecordedParts.name(tail);
    }
}
