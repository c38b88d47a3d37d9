package dev.rushes.analysis.analyzer;

import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.runtime.stage.StageContext;
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
     * @return errors with a {@link dev.rushes.runtime.stage.StageFailure}, of kind input if nothing of the chunk can be decoded, or with
     *     {@link dev.rushes.runtime.stage.LaneBusy} if an outside service has no room now
     */
    Mono<Examination> analyze(Errand errand);

    /** Tells once more what was paid for a chunk that has been looked at, each payment under its identifier. Nothing, unless it pays somebody. */
    default Mono<Void> tellCosts(ChunkToAnalyze chunk, StageContext<AnalyzedChunk> job) {
        return Mono.empty();
    }
}
