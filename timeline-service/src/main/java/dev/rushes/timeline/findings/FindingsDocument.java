package dev.rushes.timeline.findings;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.domain.EdgePicture;
import dev.rushes.timeline.domain.Series;
import dev.rushes.timeline.domain.Speech;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The findings of one chunk as they stand in JSON ({@code docs/formats.md}). Only what the timeline needs is read. */
record FindingsDocument(
        int version,
        @Nullable List<Shot> shots,
        @Nullable List<Stretch> black,
        @Nullable List<Stretch> frozen,
        @Nullable List<Stretch> silence,
        @Nullable List<Stretch> speech,
        @Nullable SeriesDocument motion,
        @Nullable SeriesDocument sharpness,
        @Nullable SeriesDocument loudness,
        @Nullable Picture firstPicture,
        @Nullable Picture lastPicture) {

    /** The only version that there is. */
    static final int VERSION = 1;

    record Shot(Rational at) {}

    /**
     * @param score for speech; other stretches have none
     */
    record Stretch(Rational start, Rational end, @Nullable Double score) {

        /** Detectors may round the end of a stretch below its start; such a stretch is empty. */
        Span span() {
            return new Span(start, Rational.max(start, end));
        }

        Speech speech() {
            return new Speech(span(), score == null ? 1 : Math.clamp(score, 0, 1));
        }
    }

    record SeriesDocument(Rational start, Rational step, List<Double> values) {

        Series series() {
            return new Series(start, step, values);
        }
    }

    /**
     * @param cells Base64
     */
    record Picture(String cells, double change) {}

    ChunkFindings of(AnalyzedChunk chunk) {
        return new ChunkFindings(
                chunk,
                list(shots).stream().map(Shot::at).toList(),
                spans(black),
                spans(frozen),
                spans(silence),
                list(speech).stream().map(Stretch::speech).toList(),
                series(motion),
                series(sharpness),
                series(loudness),
                picture(firstPicture),
                picture(lastPicture));
    }

    private static List<Span> spans(@Nullable List<Stretch> stretches) {
        return list(stretches).stream().map(Stretch::span).toList();
    }

    private static Optional<Series> series(@Nullable SeriesDocument document) {
        return Optional.ofNullable(document).map(SeriesDocument::series);
    }

    private static Optional<EdgePicture> picture(@Nullable Picture document) {
        return Optional.ofNullable(document)
                .map(picture -> new EdgePicture(Base64.getDecoder().decode(picture.cells()), picture.change()));
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
