package dev.rushes.render.storage;

import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.ffmpeg.SegmentShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The encoded segments of one film in the making, in the object store. They are keyed by everything that they follow from: a part of another
 * cut, other footage, other settings or another build of the encoder is never found.
 */
public final class FilmParts implements SegmentShelf {
    private static final String TYPE = "application/octet-stream";

    private final ObjectStore store;
    private final JobKeys keys;
    private final String film;

    /** @param film digest of what the parts follow from, letters and digits only */
    public FilmParts(ObjectStore store, JobKeys keys, String film) {
        this.store = store;
        this.keys = keys;
        this.film = film;
    }

    @Override
    public Mono<Boolean> take(List<String> parts, Path folder) {
        return Flux.fromIterable(parts)
                .concatMap(part -> store.find(key(part)))
                .takeUntil(Optional::isEmpty)
                .concatMap(Mono::justOrEmpty)
                .collectList()
                .flatMap(found -> found.size() < parts.size()
                        ? Mono.just(false)
                        : fetch(parts, found, folder).thenReturn(true));
    }

    private Mono<Void> fetch(List<String> parts, List<StoredObject> found, Path folder) {
        return Flux.range(0, parts.size())
                .concatMap(index -> store.fetch(found.get(index), folder)
                        .flatMap(file -> offLoop(() -> Files.move(file, folder.resolve(parts.get(index))))))
                .then();
    }

    /** The store may move away what it is given, so it gets a second name of the same bytes. */
    @Override
    public Mono<Void> keep(List<String> parts, Path folder) {
        return Flux.fromIterable(parts)
                .filterWhen(part -> offLoop(() -> Files.exists(folder.resolve(part))))
                .concatMap(part -> offLoop(() -> link(folder, part)).flatMap(file -> store.put(key(part), file, TYPE)))
                .then();
    }

    @Override
    public Mono<Void> remove(List<String> parts) {
        return Flux.fromIterable(parts)
                .concatMap(part -> store.delete(key(part)))
                .then();
    }

    private static Path link(Path folder, String part) throws IOException {
        Path file = folder.resolve(part + ".keep");
        Files.deleteIfExists(file);
        return Files.createLink(file, folder.resolve(part));
    }

    private String key(String part) {
        return keys.renderPart(film, part);
    }

    private static <T> Mono<T> offLoop(java.util.concurrent.Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
