package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/** Findings of footage that nobody filmed. All times in milliseconds; the same seed makes the same footage. */
final class MadeUpFootage {
    private static final StoredObject FINDINGS = new StoredObject("findings.json", 1, "", "application/json");

    final long length;
    private final long chunk;
    private final List<Rational> cuts = new ArrayList<>();
    private final List<Span> black = new ArrayList<>();
    private final List<Span> frozen = new ArrayList<>();
    private final List<Speech> speech = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private boolean video = true;
    private boolean audio = true;
    private LongToDoubleFunction motion = at -> 0.1;
    private LongToDoubleFunction loudness = at -> -23;

    MadeUpFootage(long length) {
        this(length, 30_000);
    }

    MadeUpFootage(long length, long chunk) {
        this.length = length;
        this.chunk = chunk;
    }

    /** Shots, words, black, still and lively stretches at random. */
    static MadeUpFootage random(long seed) {
        Random random = new Random(seed);
        MadeUpFootage footage = new MadeUpFootage(20_000 + random.nextInt(600_000), 5_000 + random.nextInt(40_000));
        long shots = 500 + random.nextInt(20_000);
        footage.sometimes(random, shots, 1, (start, end) -> footage.cut(start));
        footage.sometimes(random, 60_000, 3_000, footage::black);
        footage.sometimes(random, 40_000, 6_000, footage::frozen);
        footage.sometimes(random, 1_000 + random.nextInt(20_000), 1_000 + random.nextInt(15_000), footage::speech);
        double[] lively = random.doubles(footage.length / 500 + 2).toArray();
        footage.motion = at -> lively[(int) (at / 500)];
        footage.loudness = at -> -70 + 60 * lively[(int) (at / 500 + 1)];
        if (random.nextInt(8) == 0) {
            footage.audio = false;
        } else if (random.nextInt(8) == 0) {
            footage.video = false;
        }
        return footage;
    }

    /** A stretch in milliseconds. */
    interface Stretch {
        MadeUpFootage add(long start, long end);
    }

    private void sometimes(Random random, long apart, long longest, Stretch stretch) {
        long at = random.nextLong(2 * apart);
        while (at < length) {
            long end = Math.min(length, at + 1 + random.nextLong(longest));
            var unused = stretch.add(at, end);
            at = end + 1 + random.nextLong(2 * apart);
        }
    }

    MadeUpFootage cut(long at) {
        // Shots begin with a picture, so that cuts lie on the frame clock of 25 pictures a second.
        cuts.add(Rational.of(at / 40, 25));
        return this;
    }

    MadeUpFootage black(long start, long end) {
        black.add(span(start, end));
        return this;
    }

    MadeUpFootage frozen(long start, long end) {
        frozen.add(span(start, end));
        return this;
    }

    MadeUpFootage speech(long start, long end) {
        speech.add(new Speech(span(start, end), 0.9));
        return this;
    }

    /** A model finds a stretch so much worth showing, 0 to 1. */
    MadeUpFootage praised(long start, long end, double highlight, String label) {
        moments.add(new Moment(span(start, end), "action", label, "", "", List.of(), highlight, 1, "model"));
        return this;
    }

    MadeUpFootage motion(LongToDoubleFunction at) {
        motion = at;
        return this;
    }

    MadeUpFootage loudness(LongToDoubleFunction at) {
        loudness = at;
        return this;
    }

    MadeUpFootage withoutSound() {
        audio = false;
        return this;
    }

    MadeUpFootage withoutPicture() {
        video = false;
        return this;
    }

    boolean hasPicture() {
        return video;
    }

    List<Span> spoken() {
        return audio ? speech.stream().map(Speech::span).toList() : List.of();
    }

    List<Span> dull() {
        List<Span> dull = new ArrayList<>(video ? black : List.of());
        dull.addAll(video ? frozen : List.of());
        return SpanSet.joined(dull, Rational.ZERO).spans();
    }

    List<Span> blackSpans() {
        return video ? List.copyOf(black) : List.of();
    }

    FrameClock clock() {
        return video ? new FrameClock(Rational.of(25, 1)) : FrameClock.MILLISECONDS;
    }

    FootageFindings findings() {
        return FindingsMerger.merge(Rational.of(length, 1000), chunks());
    }

    /** As the analysis would say it: every stretch cut at the borders of chunks. */
    List<ChunkFindings> chunks() {
        List<ChunkFindings> chunks = new ArrayList<>();
        for (int i = 0; i * chunk < length; i++) {
            Span limits = span(i * chunk, Math.min(length, (i + 1) * chunk));
            if (video) {
                chunks.add(videoChunk(
                        new AnalyzedChunk(Track.VIDEO, i, limits, Optional.of(FINDINGS), "made up", Optional.empty())));
            }
            if (audio) {
                chunks.add(audioChunk(
                        new AnalyzedChunk(Track.AUDIO, i, limits, Optional.of(FINDINGS), "made up", Optional.empty())));
            }
        }
        return chunks;
    }

    private ChunkFindings videoChunk(AnalyzedChunk chunk) {
        return new ChunkFindings(
                chunk,
                cuts,
                clipped(black, chunk.span()),
                clipped(frozen, chunk.span()),
                List.of(),
                List.of(),
                Optional.of(series(chunk.span(), motion)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Told(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Understood(
                                chunk.span(),
                                true,
                                moments.stream()
                                        .filter(moment -> moment.span().overlaps(chunk.span()))
                                        .map(moment -> moment.during(SpanSet.clip(moment.span(), chunk.span())))
                                        .toList())),
                        Optional.empty(),
                        Optional.empty()));
    }

    private ChunkFindings audioChunk(AnalyzedChunk chunk) {
        return new ChunkFindings(
                chunk,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                speech.stream()
                        .filter(part -> part.span().overlaps(chunk.span()))
                        .map(part -> new Speech(SpanSet.clip(part.span(), chunk.span()), part.score()))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(series(chunk.span(), loudness)),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Span> clipped(List<Span> spans, Span limits) {
        return spans.stream()
                .filter(span -> span.overlaps(limits))
                .map(span -> SpanSet.clip(span, limits))
                .toList();
    }

    private static Series series(Span limits, LongToDoubleFunction value) {
        List<Double> values = new ArrayList<>();
        for (long at = limits.start().toDuration().toMillis();
                at < limits.end().toDuration().toMillis();
                at += 500) {
            values.add(value.applyAsDouble(at));
        }
        return new Series(limits.start(), Rational.of(1, 2), values);
    }

    static Span span(long startMillis, long endMillis) {
        return new Span(Rational.of(startMillis, 1000), Rational.of(endMillis, 1000));
    }
}
