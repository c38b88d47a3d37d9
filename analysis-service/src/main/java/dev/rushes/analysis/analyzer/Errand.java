package dev.rushes.analysis.analyzer;

import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.StageContext;
import java.nio.file.Path;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * What an analyzer is given.
 *
 * @param chunk what to look at
 * @param file its bytes, fetched when they are first asked for; not to be changed
 * @param folder scratch space that is removed once the result has been used
 * @param analyzed told now and then how many seconds of the chunk are done; never blocks
 * @param job the job that it is for, with its lanes and its terms
 */
public record Errand(
        ChunkToAnalyze chunk,
        Mono<Path> file,
        Path folder,
        Consumer<Rational> analyzed,
        StageContext<AnalyzedChunk> job) {}
