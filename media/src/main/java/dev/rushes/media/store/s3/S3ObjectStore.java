package dev.rushes.media.store.s3;

import dev.rushes.media.store.Digests;
import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.StoreErrors;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Keeps objects in a bucket of S3, or of a store that speaks like it. All services of one installation share the bucket.
 *
 * <p>What is read whole is checked against its digest; a digest that differs may be the network's fault, so the bytes are read once more before
 * the store is blamed.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final Scheduler BLOCKING = Schedulers.boundedElastic();

    private final Bucket bucket;
    private final S3Limits limits;

    S3ObjectStore(Bucket bucket, S3Limits limits) {
        this.bucket = bucket;
        this.limits = limits;
    }

    @Override
    public Mono<StoredObject> put(String key, Path file, String contentType) {
        return blocking(key, () -> described(key, file, contentType)).flatMap(known -> put(
                        new Transfer.Incoming(key, contentType, known.size(), Optional.of(known.sha256())),
                        () -> FileBytes.of(file))
                .flatMap(stored ->
                        blocking(key, () -> Files.deleteIfExists(file)).thenReturn(stored)));
    }

    @Override
    public Mono<StoredObject> put(String key, byte[] document, String contentType) {
        return put(
                new Transfer.Incoming(key, contentType, document.length, Optional.empty()),
                () -> Flux.just(ByteBuffer.wrap(document)));
    }

    @Override
    public Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit) {
        return put(new Transfer.Incoming(key, contentType, limit, Optional.empty()), () -> bytes);
    }

    @Override
    public Mono<Optional<StoredObject>> find(String key) {
        return checked(key, () -> bucket.head(key))
                .flatMap(found -> Mono.justOrEmpty(Seal.digest(found))
                        .switchIfEmpty(Mono.defer(() -> Seal.read(bucket, key, found)))
                        .map(sha256 -> described(key, found, sha256))
                        .switchIfEmpty(Mono.defer(() -> seal(key, found))))
                .map(Optional::of)
                .onErrorResume(S3Errors::isMissing, _ -> Mono.just(Optional.empty()));
    }

    @Override
    public Mono<byte[]> read(StoredObject object, int limit) {
        if (object.size() > limit) {
            return Mono.error(new IllegalArgumentException(
                    "Expected " + object.key() + " to have at most " + limit + " bytes, but it has " + object.size()));
        }
        return twice(Mono.defer(() -> read(object, 0, object.size())
                .reduce(ByteBuffer.allocate((int) object.size()), ByteBuffer::put)
                .map(ByteBuffer::array)
                .publishOn(BLOCKING)
                .doOnNext(bytes -> check(object, Digests.of(bytes)))));
    }

    @Override
    public Flux<ByteBuffer> read(StoredObject object, long from, long length) {
        if (from < 0 || length < 0 || from > object.size() - length) {
            return Flux.error(new IllegalArgumentException("Expected a range inside the " + object.size() + " bytes of "
                    + object.key() + ", but got " + length + " bytes from " + from));
        }
        return length == 0
                ? nothing(object)
                : Flux.defer(() -> new Reading(bucket, named(object), from, length).bytes());
    }

    @Override
    public Mono<Path> fetch(StoredObject object, Path folder) {
        return twice(Mono.usingWhen(
                blocking(object.key(), () -> FetchedFile.create(object, folder)),
                file -> read(object, 0, object.size())
                        .publishOn(BLOCKING, 1)
                        .doOnNext(file::write)
                        .then(blocking(object.key(), file::finish)),
                file -> blocking(object.key(), () -> {
                    file.discard();
                    return true;
                })));
    }

    @Override
    public Mono<Void> delete(String key) {
        return checked(key, () -> bucket.delete(key)).then(Mono.defer(() -> bucket.delete(Seal.key(key))));
    }

    @Override
    public Flux<ListedObject> list(String folder) {
        return Flux.defer(() -> everything(ObjectKeys.checked(folder)));
    }

    /** What is below a folder, be it one of the store's own. */
    Flux<ListedObject> everything(String folder) {
        return bucket.list(folder, Optional.empty())
                .expand(page -> Boolean.TRUE.equals(page.isTruncated())
                        ? bucket.list(folder, Optional.of(page.nextContinuationToken()))
                        : Mono.empty())
                .concatMapIterable(ListObjectsV2Response::contents, 1)
                .map(found -> new ListedObject(bucket.ours(found.key()), found.size(), found.lastModified()));
    }

    private Mono<StoredObject> put(Transfer.Incoming object, Supplier<Flux<ByteBuffer>> bytes) {
        return Mono.defer(() -> {
            String unused = ObjectKeys.checked(object.key());
            int pieceSize = PieceSize.of(limits.partSize(), object.limit());
            return Mono.usingWhen(
                    Mono.fromSupplier(() -> new Transfer(bucket, object, pieceSize, limits.partsInFlight())),
                    transfer -> transfer.run(bytes.get()),
                    _ -> Mono.empty(),
                    (transfer, _) -> transfer.abort(),
                    Transfer::abort);
        });
    }

    /** Digest of an object that has none written down: it is read, and sealed. */
    private Mono<StoredObject> seal(String key, HeadObjectResponse found) {
        StoredObject unknown = described(key, found, "");
        var digest = Digests.sha256();
        return read(unknown, 0, unknown.size())
                .publishOn(BLOCKING, 1)
                .doOnNext(digest::update)
                .then(Mono.fromSupplier(() -> described(key, found, Digests.hex(digest))))
                .flatMap(object -> Seal.write(bucket, object, found.eTag()).thenReturn(object));
    }

    private Flux<ByteBuffer> nothing(StoredObject object) {
        return checked(object.key(), () -> bucket.head(object.key()))
                .<ByteBuffer>handle((found, sink) -> {
                    if (found.contentLength() != object.size()) {
                        sink.error(StoreErrors.differs(
                                object.key(), object.size() + " bytes", found.contentLength() + " bytes"));
                    }
                })
                .flux();
    }

    private static StoredObject described(String key, HeadObjectResponse found, String sha256) {
        return new StoredObject(key, found.contentLength(), sha256, found.contentType());
    }

    private static StoredObject described(String key, Path file, String contentType) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "Expected a finished file to store, but it is missing or not a plain file");
        }
        return new StoredObject(key, Files.size(file), Digests.of(file), contentType);
    }

    private static void check(StoredObject object, String found) {
        if (!found.equals(object.sha256())) {
            throw StoreErrors.differs(object.key(), "bytes with SHA-256 " + object.sha256(), "bytes with " + found);
        }
    }

    private static <T> Mono<T> twice(Mono<T> reading) {
        return reading.retryWhen(Retry.max(1)
                .filter(error -> error instanceof StageFailure failure
                        && failure.failure().code() == CommonFailure.STORED_BYTES_DIFFER)
                .onRetryExhaustedThrow((_, signal) -> signal.failure()));
    }

    private static StoredObject named(StoredObject object) {
        String unused = ObjectKeys.checked(object.key());
        return object;
    }

    private static <T> Mono<T> checked(String key, Supplier<Mono<T>> request) {
        return Mono.defer(() -> {
            String unused = ObjectKeys.checked(key);
            return request.get();
        });
    }

    private static <T> Mono<T> blocking(String key, Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(BLOCKING).onErrorMap(error -> StoreErrors.translate(key, error));
    }
}
