package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts the findings of all chunks together. Chunks were cut for the machine's convenience, so that a border between two of them means
 * nothing:
 *
 * <pre>
 *   chunks    |- - - - 0 - - - -|- - - - 1 - - - -|- gap -|- - 3 - -|
 *   black                  #####|####                                   one span: both sides touch the border
 *   speech        =====     ====|=        ====                          likewise
 *   cuts           x        x   ?        x                   x          a border is a cut only where its pictures differ
 * </pre>
 *
 * What a chunk says about times outside its own span is left out; detectors that need a moment to be sure are forgiven 0.1 s at a border. Stretches that are
 * too short even when joined are no findings.
 */
public final class FindingsMerger {
    private static final Rational TOLERANCE = Rational.of(1, 10);

    /** Seconds below which a stretch is no finding. A chunk tells shorter ones at its borders, where they may go on in the next. */
    private static final Rational SHORTEST_BLACK = Rational.of(1, 10);

    private static final Rational SHORTEST_FROZEN = Rational.of(1, 2);
    private static final Rational SHORTEST_SILENCE = Rational.of(3, 10);

    private final Span footage;
    private final List<ChunkFindings> video;
    private final List<ChunkFindings> audio;

    private FindingsMerger(Span footage, List<ChunkFindings> chunks) {
        this.footage = footage;
        this.video = ofTrack(chunks, Track.VIDEO);
        this.audio = ofTrack(chunks, Track.AUDIO);
    }

    /**
     * @param footage length of the footage, seconds
     * @param chunks findings of all chunks of both tracks, in any order; gaps have findings that say nothing
     */
    public static FootageFindings merge(Rational footage, List<ChunkFindings> chunks) {
        return new FindingsMerger(new Span(Rational.ZERO, footage), chunks).merge();
    }

    private FootageFindings merge() {
        return new FootageFindings(
                footage,
                cuts(),
                spans(video, ChunkFindings::black, SHORTEST_BLACK),
                spans(video, ChunkFindings::frozen, SHORTEST_FROZEN),
                spans(audio, ChunkFindings::silence, SHORTEST_SILENCE),
                speech(),
                curve(video, ChunkFindings::motion),
                curve(video, ChunkFindings::sharpness),
                curve(audio, ChunkFindings::loudness),
                Moments.merged(understood(video), footage),
                Moments.merged(understood(audio), footage),
                gaps());
    }

    /** Detected shot changes, and borders whose pictures differ. */
    private List<Rational> cuts() {
        TreeSet<Rational> cuts = new TreeSet<>();
        for (ChunkFindings chunk : video) {
            Span limits = limits(chunk);
            chunk.shots().stream().filter(limits::contains).forEach(cuts::add);
        }
        for (int i = 1; i < video.size(); i++) {
            ChunkFindings before = video.get(i - 1);
            ChunkFindings after = video.get(i);
            if (neighbours(before, after) && pictureChanges(before, after)) {
                cuts.add(limits(after).start());
            }
        }
        return cuts.stream()
                .filter(cut -> footage.start().isLessThan(cut) && cut.isLessThan(footage.end()))
                .toList();
    }

    private static boolean neighbours(ChunkFindings before, ChunkFindings after) {
        return before.chunk().index() + 1 == after.chunk().index();
    }

    private static boolean pictureChanges(ChunkFindings before, ChunkFindings after) {
        return before.lastPicture()
                .flatMap(last -> after.firstPicture().map(last::cutsTo))
                .orElse(false);
    }

    private SpanSet spans(List<ChunkFindings> chunks, Function<ChunkFindings, List<Span>> which, Rational shortest) {
        List<Span> all = new ArrayList<>();
        for (ChunkFindings chunk : chunks) {
            Span limits = limits(chunk);
            which.apply(chunk).forEach(span -> all.add(SpanSet.clip(span, limits)));
        }
        return SpanSet.joined(all, TOLERANCE).lasting(shortest);
    }

    /** Joined like any spans; a joined one is as sure as its surest part. */
    private List<Speech> speech() {
        List<Speech> all = new ArrayList<>();
        for (ChunkFindings chunk : audio) {
            Span limits = limits(chunk);
            chunk.speech().forEach(part -> all.add(new Speech(SpanSet.clip(part.span(), limits), part.score())));
        }
        all.sort(Comparator.comparing((Speech part) -> part.span().start()));
        SpanSet joined = SpanSet.joined(all.stream().map(Speech::span).toList(), TOLERANCE);
        List<Speech> speech = new ArrayList<>();
        int next = 0;
        for (Span span : joined.spans()) {
            double surest = 0;
            while (next < all.size() && all.get(next).span().start().isLessThan(span.end())) {
                surest = Math.max(surest, all.get(next++).score());
            }
            speech.add(new Speech(span, Math.min(1, surest)));
        }
        return speech;
    }

    private Curve curve(List<ChunkFindings> chunks, Function<ChunkFindings, Optional<Series>> which) {
        return Curve.of(chunks.stream()
                .flatMap(chunk -> which.apply(chunk).stream().map(series -> new Curve.Part(limits(chunk), series)))
                .toList());
    }

    private static List<Understood> understood(List<ChunkFindings> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.told().understood().stream())
                .toList();
    }

    private List<AnalyzedChunk> gaps() {
        return Stream.concat(video.stream(), audio.stream())
                .map(ChunkFindings::chunk)
                .filter(AnalyzedChunk::gap)
                .toList();
    }

    private Span limits(ChunkFindings chunk) {
        return SpanSet.clip(chunk.chunk().span(), footage);
    }

    private static List<ChunkFindings> ofTrack(List<ChunkFindings> chunks, Track track) {
        return chunks.stream()
                .filter(chunk -> chunk.chunk().track() == track)
                .sorted(Comparator.comparingInt(chunk -> chunk.chunk().index()))
                .toList();
    }
}
