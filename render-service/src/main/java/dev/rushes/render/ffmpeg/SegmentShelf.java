package dev.rushes.render.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Mono;

/** Keeps encoded segments outside the scratch folder until the film is there, so that another try, wherever it runs, encodes only the rest. */
public interface SegmentShelf {

    /**
     * Brings a segment's parts into a folder, under their names.
     *
     * @return whether they are all there now; false if one was never kept
     */
    Mono<Boolean> take(List<String> parts, Path folder);

    /** Keeps a segment's parts, which lie in the folder and stay there. */
    Mono<Void> keep(List<String> parts, Path folder);

    /** Lets parts go: the film is there, or they do not make one. Nothing happens where none is kept. */
    Mono<Void> remove(List<String> parts);
}
