package dev.rushes.timeline.findings;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.domain.EdgePicture;
import dev.rushes.timeline.domain.Faces;
import dev.rushes.timeline.domain.Misunderstood;
import dev.rushes.timeline.domain.Moment;
import dev.rushes.timeline.domain.Series;
import dev.rushes.timeline.domain.ShotStart;
import dev.rushes.timeline.domain.Signal;
import dev.rushes.timeline.domain.Speech;
import dev.rushes.timeline.domain.Storyboard;
import dev.rushes.timeline.domain.Told;
import dev.rushes.timeline.domain.Understood;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The findings of one chunk as they stand in JSON ({@code docs/formats.md}). Only what the timeline needs is read. */
record FindingsDocument(
        int version,
        @Nullable List<Shot> shots,
        @Nullable List<Stretch> black,
        @Nullable List<Stretch> frozen,
        @Nullable List<Stretch> silence,
        @Nullable List<Stretch> speech,
        @Nullable List<FacesSeen> faces,
        @Nullable SeriesDocument motion,
        @Nullable SeriesDocument sharpness,
        @Nullable SeriesDocument loudness,
        @Nullable Picture firstPicture,
        @Nullable Picture lastPicture,
        @Nullable List<Stretch> transitions,
        @Nullable List<Stretch> exposure,
        @Nullable Board storyboard,
        @Nullable Insight insight) {

    /** The only version that there is. */
    static final int VERSION = 1;

    /** How the asking about something ends of which everything was understood. */
    private static final String WHOLE = "ok";
    /** Ends of the asking that leave something out; where nobody was asked, nobody failed. */
    private static final Set<String> MISUNDERSTOOD = Set.of("partial", "blocked", "failed");

    record Shot(
            Rational at,
            @Nullable String boundary,
            @Nullable Double score,
            @Nullable String by) {
        ShotStart start(String analyzer) {
            return new ShotStart(
                    at,
                    Objects.requireNonNullElse(boundary, "cut"),
                    sure(score),
                    Objects.requireNonNullElse(by, analyzer));
        }
    }

    /**
     * @param kind null in documents of analyzers before it was told: then the list says it
     * @param score null where the analyzer does not say how sure it is
     * @param by null in documents of analyzers before it was told
     */
    record Stretch(
            Rational start,
            Rational end,
            @Nullable Double score,
            @Nullable String kind,
            @Nullable String by) {

        /** Detectors may round the end of a stretch below its start; such a stretch is empty. */
        Span span() {
            return new Span(start, Rational.max(start, end));
        }

        Speech speech() {
            return new Speech(span(), sure(score));
        }

        Signal signal(String list, String analyzer) {
            return new Signal(
                    span(),
                    Objects.requireNonNullElse(kind, list),
                    sure(score),
                    Objects.requireNonNullElse(by, analyzer));
        }
    }

    /**
     * @param count most of them in one picture
     * @param size part of the picture that the largest one's box covers, 0 to 1
     */
    record FacesSeen(
            Rational start,
            Rational end,
            @Nullable Double score,
            @Nullable String by,
            int count,
            double size) {

        Faces faces(String analyzer) {
            return new Faces(
                    new Span(start, Rational.max(start, end)),
                    Math.max(1, count),
                    Math.clamp(size, 0, 1),
                    sure(score),
                    Objects.requireNonNullElse(by, analyzer));
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

    record Board(String key, int columns, int tileWidth, int tileHeight, List<Rational> tiles) {

        Storyboard storyboard() {
            return new Storyboard(key, columns, tileWidth, tileHeight, tiles);
        }
    }

    /**
     * What a model understood.
     *
     * @param parts null in documents of analyzers before they were told: then the chunk is the only one
     * @param status null in documents of analyzers before it was told: then all was understood
     */
    record Insight(
            @Nullable String source,
            @Nullable String status,
            @Nullable String code,
            @Nullable String problem,
            @Nullable Boolean lacking,
            @Nullable String language,
            @Nullable List<Part> parts,
            @Nullable List<Segment> segments) {

        List<Understood> understood(Span chunk, String by) {
            List<Part> its = Objects.requireNonNullElse(parts, List.of(new Part(chunk.start(), chunk.end(), status)));
            List<Understood> understood = new ArrayList<>();
            for (int i = 0; i < its.size(); i++) {
                understood.add(its.get(i).understood(moments(i, by)));
            }
            return understood;
        }

        private List<Moment> moments(int part, String by) {
            return list(segments).stream()
                    .filter(segment -> Objects.requireNonNullElse(segment.part(), 0) == part)
                    .map(segment -> segment.moment(by))
                    .toList();
        }

        Optional<Misunderstood> misunderstood() {
            return Optional.ofNullable(status)
                    .filter(MISUNDERSTOOD::contains)
                    .map(its -> new Misunderstood(
                            its,
                            Optional.ofNullable(code),
                            Optional.ofNullable(problem),
                            Objects.requireNonNullElse(lacking, its.equals("failed"))));
        }
    }

    record Part(Rational start, Rational end, @Nullable String status) {
        Understood understood(List<Moment> moments) {
            return new Understood(new Span(start, Rational.max(start, end)), WHOLE.equals(status), moments);
        }
    }

    /**
     * @param highlight 0 to 100
     * @param confidence 0 to 100
     */
    record Segment(
            @Nullable Integer part,
            Rational start,
            Rational end,
            @Nullable String kind,
            @Nullable String label,
            @Nullable String description,
            @Nullable String transcript,
            @Nullable List<String> tags,
            @Nullable Double highlight,
            @Nullable Double confidence) {

        Moment moment(String by) {
            return new Moment(
                    new Span(start, Rational.max(start, end)),
                    text(kind),
                    text(label),
                    text(description),
                    text(transcript),
                    list(tags),
                    hundredth(highlight),
                    hundredth(confidence),
                    by);
        }

        private static String text(@Nullable String text) {
            return Objects.requireNonNullElse(text, "");
        }

        private static double hundredth(@Nullable Double percent) {
            return percent == null ? 0 : Math.clamp(percent / 100, 0, 1);
        }
    }

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
                picture(lastPicture),
                told(chunk));
    }

    private Told told(AnalyzedChunk chunk) {
        String analyzer = chunk.analyzer();
        List<Signal> signals = Stream.of(
                        signals(black, "black", analyzer),
                        signals(frozen, "frozen", analyzer),
                        signals(exposure, "exposure", analyzer),
                        signals(transitions, "transition", analyzer),
                        signals(silence, "silence", analyzer),
                        signals(speech, "speech", analyzer))
                .flatMap(List::stream)
                .toList();
        Optional<Insight> understood = Optional.ofNullable(insight);
        String model =
                understood.flatMap(its -> Optional.ofNullable(its.source())).orElse(analyzer);
        return new Told(
                list(shots).stream().map(shot -> shot.start(analyzer)).toList(),
                signals,
                list(faces).stream().map(its -> its.faces(analyzer)).toList(),
                understood.map(its -> its.understood(chunk.span(), model)).orElse(List.of()),
                understood.flatMap(its -> Optional.ofNullable(its.language())).filter(language -> !language.isBlank()),
                Optional.ofNullable(storyboard).map(Board::storyboard),
                understood.flatMap(Insight::misunderstood));
    }

    private static List<Signal> signals(@Nullable List<Stretch> stretches, String kind, String analyzer) {
        return list(stretches).stream()
                .map(stretch -> stretch.signal(kind, analyzer))
                .toList();
    }

    private static double sure(@Nullable Double score) {
        return score == null ? 1 : Math.clamp(score, 0, 1);
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
