package dev.rushes.analysis.domain;

import java.util.Optional;

/**
 * Who looked at a chunk, and whether all of it could be seen.
 *
 * @param analyzer name and version, such as "local/1"
 * @param chunkSha256 digest of the bytes that were looked at
 * @param problem what could not be decoded, in a sentence for people; empty if the whole chunk was seen
 */
public record Verdict(String analyzer, String chunkSha256, Optional<String> problem) {

    public AnalysisStatus status() {
        return problem.isPresent() ? AnalysisStatus.PARTIAL : AnalysisStatus.OK;
    }

    /** Whether it is about these bytes, by this analyzer: then the work need not be done again. */
    public boolean answers(ChunkToAnalyze chunk, String analyzer) {
        return this.analyzer.equals(analyzer)
                && chunkSha256.equals(chunk.chunk().sha256());
    }
}
