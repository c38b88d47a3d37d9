package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps parts as files beside the objects of a {@link FileObjectStore}, which several processes may share.
 *
 * <pre>
 *   .parts/3f0c…/00001-9b51…    a part: grows as long as the same process appends to it
 *   .parts/3f0c…/00002-77aa…    another process went on
 * </pre>
 *
 * A process writes only into files that it made, and never after it has said that it is done. So a writer that lost its turn without noticing
 * spoils nothing: the recorded lengths tell which bytes count. Whoever appends all of an object to one file also digests it on the way, and
 * joining is then a rename; else the parts are read, digested and copied once.
 */
public final class FilePartStore implements PartStore {
    /** What a crash costs at most: this many bytes, or what came in this time. */
    private static final Checkpoint CHECKPOINT = new Checkpoint(32L << 20, Duration.ofSeconds(5));

    private static final String PARTS = ".parts";

    private static final Scheduler BLOCKING = Schedulers.boundedElastic();

    private final PartFiles files;

    /**
     * @param root folder of the file store
     * @throws java.io.UncheckedIOException if the folder can not be used
     */
    public FilePartStore(Path root) {
        this(root, CHECKPOINT);
    }

    FilePartStore(Path root, Checkpoint checkpoint) {
        this.files = new PartFiles(ObjectFiles.open(root), checkpoint);
    }

    /**
     * How often bytes are made durable while they come in.
     *
     * @param bytes after so many
     * @param time or after so long, with the next bytes
     */
    record Checkpoint(long bytes, Duration time) {}

    @Override
    public Mono<PartedObject> begin(UUID id, String key, String contentType, long atMost) {
        return blocking(key, () -> {
            files.check(key);
            return new PartedObject(id, key, contentType, 0, "");
        });
    }

    @Override
    public Flux<Part> append(PartedObject object, List<Part> parts, Flux<ByteBuffer> bytes) {
        return Flux.usingWhen(
                        blocking(object.key(), () -> files.append(object, parts)),
                        file -> bytes.publishOn(BLOCKING, 1)
                                .<Part>handle((buffer, sink) -> write(file, buffer, sink))
                                .concatWith(Mono.fromCallable(file::finish)
                                        .subscribeOn(BLOCKING)
                                        .flatMap(Mono::justOrEmpty)),
                        this::close)
                .onErrorMap(error -> StoreErrors.translate(object.key(), error));
    }

    @Override
    public Mono<List<Part>> check(PartedObject object, List<Part> parts) {
        return blocking(object.key(), () -> files.present(object, parts));
    }

    @Override
    public Mono<StoredObject> join(PartedObject object, List<Part> parts) {
        return blocking(object.key(), () -> files.join(object, parts));
    }

    @Override
    public Mono<StoredObject> concatenate(String key, String contentType, List<StoredObject> objects) {
        return blocking(key, () -> files.concatenate(key, contentType, objects));
    }

    @Override
    public Mono<Void> abandon(PartedObject object) {
        return remove(object.key(), object.id());
    }

    @Override
    public Flux<Kept> kept() {
        return Flux.using(files::kept, Flux::fromStream, Stream::close)
                .subscribeOn(BLOCKING)
                .onErrorMap(error -> StoreErrors.translate(PARTS, error));
    }

    @Override
    public Mono<Void> forget(UUID id) {
        return remove(PARTS + "/" + id, id);
    }

    private Mono<Void> remove(String key, UUID id) {
        return blocking(key, () -> {
                    files.remove(id);
                    return true;
                })
                .then();
    }

    private static void write(PartFile file, ByteBuffer buffer, SynchronousSink<Part> sink) {
        try {
            file.write(buffer).ifPresent(sink::next);
        } catch (IOException failure) {
            sink.error(failure);
        }
    }

    private Mono<Void> close(PartFile file) {
        return Mono.<Void>fromCallable(() -> {
                    files.close(file);
                    return null;
                })
                .subscribeOn(BLOCKING)
                .onErrorComplete(IOException.class);
    }

    private static <T> Mono<T> blocking(String key, Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(BLOCKING).onErrorMap(error -> StoreErrors.translate(key, error));
    }
}
