package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps objects as files below a root folder, which several processes may share.
 *
 * <pre>
 *   tenants/acme/jobs/…/chunks/video-00003.mp4          the bytes
 *   .seals/tenants/acme/jobs/…/chunks/video-00003.mp4   size, digest, media type: see {@link Seal}
 *   .unfinished/…                                       being written; swept at start when an hour old
 * </pre>
 *
 * An object is written aside, made durable, sealed and then renamed into place: a crash leaves an unfinished file or a seal without data,
 * and neither is ever visible.
 *
 * <p>Fetching checks the digest of every object, unless the file is still exactly the one that was sealed (inode, size and time of change in
 * nanoseconds): those bytes were hashed when they came in, and hashing hours of video again for every stage costs more than it finds.
 */
public final class FileObjectStore implements ObjectStore {
    private static final Scheduler BLOCKING = Schedulers.boundedElastic();

    private final ObjectFiles files;

    /**
     * @param root folder of the store; made if it is missing
     * @throws java.io.UncheckedIOException if the folder can not be used
     */
    public FileObjectStore(Path root) {
        this.files = ObjectFiles.open(root);
    }

    @Override
    public Mono<StoredObject> put(String key, Path file, String contentType) {
        return blocking(key, () -> files.adopt(key, file, contentType));
    }

    @Override
    public Mono<StoredObject> put(String key, byte[] document, String contentType) {
        return put(key, Flux.defer(() -> Flux.just(ByteBuffer.wrap(document))), contentType, document.length);
    }

    @Override
    public Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit) {
        // A window of one: the next buffer is requested when this one has been written, so the caller may reuse it.
        return Mono.usingWhen(
                        Mono.fromCallable(() -> files.create(key, limit)).subscribeOn(BLOCKING),
                        object -> bytes.publishOn(BLOCKING, 1)
                                .doOnNext(object::write)
                                .then(Mono.fromCallable(() -> files.publish(object, contentType))
                                        .subscribeOn(BLOCKING)),
                        this::discard)
                .onErrorMap(error -> StoreErrors.translate(key, error));
    }

    @Override
    public Mono<Optional<StoredObject>> find(String key) {
        return blocking(key, () -> files.find(key));
    }

    @Override
    public Mono<byte[]> read(StoredObject object, int limit) {
        return blocking(object.key(), () -> files.read(object, limit));
    }

    @Override
    public Flux<ByteBuffer> read(StoredObject object, long from, long length) {
        return Flux.<ByteBuffer, ObjectRange>generate(
                        () -> files.range(object, from, length), (range, sink) -> range.next(sink), ObjectRange::close)
                .subscribeOn(BLOCKING)
                .onErrorMap(error -> StoreErrors.translate(object.key(), error));
    }

    @Override
    public Mono<Path> fetch(StoredObject object, Path folder) {
        return blocking(object.key(), () -> files.fetch(object, folder));
    }

    @Override
    public Mono<Void> delete(String key) {
        return blocking(key, () -> files.delete(key)).then();
    }

    @Override
    public Flux<ListedObject> list(String folder) {
        return Flux.using(() -> files.list(folder), Flux::fromStream, Stream::close)
                .subscribeOn(BLOCKING)
                .onErrorMap(error -> StoreErrors.translate(folder, error));
    }

    private Mono<Void> discard(UnfinishedObject object) {
        return Mono.<Void>fromCallable(() -> {
                    object.discard();
                    return null;
                })
                .subscribeOn(BLOCKING)
                .onErrorComplete(IOException.class);
    }

    private static <T> Mono<T> blocking(String key, Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(BLOCKING).onErrorMap(error -> StoreErrors.translate(key, error));
    }
}
