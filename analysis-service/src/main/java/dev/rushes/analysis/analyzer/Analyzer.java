package dev.rushes.analysis.analyzer;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.media.value.Rational;
import java.nio.file.Path;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Looks at (and listens to) one chunk at a time. */
public interface Analyzer {

    /** Name by which a job asks for it, such as "local". */
    String name();

    /** Rises whenever the same bytes would give other findings; finished work of another version is done again. */
    int version();

    /** Name and version, such as "local/1". */
    default String fullName() {
        return name() + "/" + version();
    }

    /**
     * Looks at a chunk. Cancelling stops the work within a second.
     *
     * @param chunk what it is
     * @param file its bytes; not to be changed
     * @param folder scratch space that is removed once the result has been used
     * @param analyzed told now and then how many seconds of the chunk are done; never blocks
     * @return errors with a {@link dev.rushes.runtime.stage.StageFailure}, of kind input if nothing of the chunk can be decoded
     */
    Mono<Examination> analyze(ChunkToAnalyze chunk, Path file, Path folder, Consumer<Rational> analyzed);
}
