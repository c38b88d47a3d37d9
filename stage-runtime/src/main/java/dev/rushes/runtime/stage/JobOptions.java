package dev.rushes.runtime.stage;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the caller wants of the film.
 *
 * @param filmLength wanted length; empty takes the recipe's
 * @param chunkLength wanted length of a video chunk; empty takes the analyzer's default
 * @param format container and codecs of the film
 * @param maxHeight upper limit of the film's height in lines; footage is never scaled up
 * @param onChunkFailure what to do with a chunk that can not be analyzed
 * @param analyzer name of the analyzer; "local" needs no key and no network
 * @param extra options of a recipe that have no field of their own
 * @param terms until when and for how much
 */
public record JobOptions(
        Optional<Duration> filmLength,
        Optional<Duration> chunkLength,
        FilmFormat format,
        int maxHeight,
        ChunkFailurePolicy onChunkFailure,
        String analyzer,
        Map<String, String> extra,
        JobTerms terms) {

    /** What a job gets that asks for nothing. */
    public static final JobOptions DEFAULTS = new JobOptions(
            Optional.empty(), Optional.empty(), FilmFormat.MP4, 720, ChunkFailurePolicy.SKIP, "local", Map.of());

    public JobOptions {
        extra = Map.copyOf(extra);
    }

    /** Without terms. */
    public JobOptions(
            Optional<Duration> filmLength,
            Optional<Duration> chunkLength,
            FilmFormat format,
            int maxHeight,
            ChunkFailurePolicy onChunkFailure,
            String analyzer,
            Map<String, String> extra) {
        this(filmLength, chunkLength, format, maxHeight, onChunkFailure, analyzer, extra, JobTerms.NONE);
    }

    /** Container and codecs of a film. */
    public enum FilmFormat {
        /** H.264 and AAC, index in front. */
        MP4,
        /** VP9 and Opus. */
        WEBM,
        /** Moving picture without sound. */
        GIF
    }

    /** What one bad chunk does to the job. */
    public enum ChunkFailurePolicy {
        /** The job fails. */
        FAIL,
        /** The job goes on with a marked gap. */
        SKIP
    }
}
