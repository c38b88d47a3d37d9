package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;

/**
 * What the analysis found in one chunk. All times are on the source's clock; those outside the chunk's span are not to be believed.
 *
 * @param chunk the chunk
 * @param shots times of the first pictures of new shots
 * @param black (nearly) black stretches
 * @param frozen stretches without movement
 * @param silence silent stretches
 * @param speech stretches that sound like speech
 * @param motion how much the picture moves, 0 to 1
 * @param sharpness how much detail it has, 0 to 1
 * @param loudness momentary loudness in LUFS
 * @param firstPicture what the chunk begins with
 * @param lastPicture what the chunk ends with
 * @param told what the analysis says beyond what the cut is chosen by
 */
public record ChunkFindings(
        AnalyzedChunk chunk,
        List<Rational> shots,
        List<Span> black,
        List<Span> frozen,
        List<Span> silence,
        List<Speech> speech,
        Optional<Series> motion,
        Optional<Series> sharpness,
        Optional<Series> loudness,
        Optional<EdgePicture> firstPicture,
        Optional<EdgePicture> lastPicture,
        Told told) {

    /** Findings by which the cut is chosen, and nothing else. */
    public ChunkFindings(
            AnalyzedChunk chunk,
            List<Rational> shots,
            List<Span> black,
            List<Span> frozen,
            List<Span> silence,
            List<Speech> speech,
            Optional<Series> motion,
            Optional<Series> sharpness,
            Optional<Series> loudness,
            Optional<EdgePicture> firstPicture,
            Optional<EdgePicture> lastPicture) {
        this(
                chunk,
                shots,
                black,
                frozen,
                silence,
                speech,
                motion,
                sharpness,
                loudness,
                firstPicture,
                lastPicture,
                Told.NOTHING);
    }

    /** The same with what the analysis says beyond. */
    public ChunkFindings with(Told beyond) {
        return new ChunkFindings(
                chunk,
                shots,
                black,
                frozen,
                silence,
                speech,
                motion,
                sharpness,
                loudness,
                firstPicture,
                lastPicture,
                beyond);
    }

    public ChunkFindings {
        shots = List.copyOf(shots);
        black = List.copyOf(black);
        frozen = List.copyOf(frozen);
        silence = List.copyOf(silence);
        speech = List.copyOf(speech);
    }

    /** Findings of a chunk that nothing was found in, for a gap. */
    public static ChunkFindings none(AnalyzedChunk chunk) {
        return new ChunkFindings(
                chunk,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
