package dev.rushes.analysis.domain;

/** How the analysis of a chunk ended. */
public enum AnalysisStatus {
    /** All of the chunk was looked at. */
    OK,
    /** Some of the chunk could not be decoded; the findings cover the rest. */
    PARTIAL,
    /** Nothing is known of the chunk: a gap. */
    FAILED
}
