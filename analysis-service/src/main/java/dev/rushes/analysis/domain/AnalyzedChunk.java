package dev.rushes.analysis.domain;

import dev.rushes.media.value.StoredObject;
import java.util.Optional;

/**
 * The fact that a chunk has been looked at, or is a gap.
 *
 * @param chunk which chunk
 * @param status how it ended
 * @param findings the findings document; empty for a gap
 * @param analyzer name and version of the analyzer
 * @param problem why the chunk is a gap or its findings are incomplete, in a sentence for people
 */
public record AnalyzedChunk(
        ChunkToAnalyze chunk,
        AnalysisStatus status,
        Optional<StoredObject> findings,
        String analyzer,
        Optional<String> problem) {

    /** The fact for stored findings. */
    public static AnalyzedChunk of(ChunkToAnalyze chunk, Verdict verdict, StoredObject findings) {
        return new AnalyzedChunk(chunk, verdict.status(), Optional.of(findings), verdict.analyzer(), verdict.problem());
    }

    /** The fact for a chunk that nothing is known of. */
    public static AnalyzedChunk gap(ChunkToAnalyze chunk, String analyzer, String problem) {
        return new AnalyzedChunk(chunk, AnalysisStatus.FAILED, Optional.empty(), analyzer, Optional.of(problem));
    }
}
