package dev.rushes.split;

import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.Track;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.SplitFact;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Stores a closed chunk under its key, then announces it. */
final class ChunkPublisher {
    private final ObjectStore store;

    ChunkPublisher(ObjectStore store) {
        this.store = store;
    }

    /**
     * What to publish.
     *
     * @param file the closed file, which may be moved away
     * @param extension without the dot
     * @param frames pictures that it shows; 0 for audio
     */
    record Closed(Track track, int index, Path file, String extension, String contentType, Span span, long frames) {}

    Mono<Chunk> publish(SplitTask task, Closed closed) {
        String key = task.keys().chunk(closed.track(), closed.index(), closed.extension());
        return store.put(key, closed.file(), closed.contentType())
                .map(object -> new Chunk(closed.track(), closed.index(), object, closed.span(), closed.frames()))
                .flatMap(chunk -> task.job()
                        .announce(new SplitFact.ChunkReady(chunk, task.footage().info(), task.length()))
                        .thenReturn(chunk));
    }
}
