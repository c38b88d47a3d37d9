package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.Interest.Rating;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses the film: the most interesting spans of the footage, spread over it, about as long as wanted.
 *
 * <p><b>Short footage is kept.</b> What is not (much) longer than the film shall be loses its black and frozen ends and is otherwise one
 * clip: nobody wants seams in a film that leaves nothing out.
 *
 * <pre>
 *   footage   ###~~................####.............~~    wanted: a little less, as much or more
 *   film          [-----------------------------]
 * </pre>
 *
 * <p><b>Long footage is sampled</b>, in four steps, all in whole frames:
 *
 * <pre>
 *   footage   ..........####....................................
 *   1 scenes  [----][--]    [-----------][---------------------]    {@link Scenes}: shot by shot, nothing black or frozen
 *     speech     ====  ==       ===============      ====
 *   2 windows [-][-----]    [--]       ...                          {@link Candidates}: from point to point, not inside speech
 *   3 picks      [-----]                 [-----]     [------]       {@link Selection}: the best; what is near a pick loses worth
 *   4 growth     [-----]                 [------]    [-------]      {@link Growth}: until the film is long enough
 * </pre>
 *
 * A pick may overshoot the wanted length by a tenth; what the growth can't fill is left open. So the film is as long as wanted to within a
 * tenth or one clip, unless the footage has too little that is neither black nor frozen. It never has fewer than one clip.
 *
 * <p>Words are cut off only in a scene without two quiet points a clip's length apart. Signals are doubles, but every sum runs in a fixed
 * order and no function is used that differs between machines: the same findings give the same film.
 */
public final class CutPlanner {
    /** How much longer than wanted the film may be, as a part of it; footage no longer than that is kept. */
    private static final long SLACK_PART = 10;

    /** Clips of a film that is neither very short nor very long. */
    private static final long USUAL_CLIPS = 6;

    /** Above this many seconds a usual clip gets no longer: a longer film has more clips instead. */
    private static final Rational USUAL_LENGTH = Rational.of(4, 1);

    /** Distance of points where nothing else marks one, and how many there are at most. */
    private static final Rational GRID = Rational.of(1, 2);

    private static final long MOST_POINTS = 30_000;

    private final FootageFindings findings;
    private final CutWish wish;
    private final FrameClock clock;
    private final Interest interest;
    private final Frames footage;
    private final long wanted;

    private CutPlanner(FootageFindings findings, CutWish wish) {
        this.findings = findings;
        this.wish = wish;
        this.clock = wish.clock();
        this.interest = new Interest(findings, clock);
        this.footage = new Frames(0, clock.at(findings.footage().end()));
        this.wanted = Math.max(1, clock.nearest(wish.length()));
    }

    /**
     * The clips of the film in order of time.
     *
     * @return at least one, none of which overlap, unless the footage is shorter than one frame
     */
    public static List<Clip> plan(FootageFindings findings, CutWish wish) {
        CutPlanner planner = new CutPlanner(findings, wish);
        return planner.footage.length() == 0 ? planner.lessThanAFrame() : planner.plan();
    }

    private List<Clip> plan() {
        Frames kept = withoutDullEnds();
        if (kept.length() <= wanted + slack()) {
            return List.of(new Clip(clock.span(kept), 1, List.of("short enough to keep")));
        }
        return sampled().stream().map(this::clip).toList();
    }

    private List<Clip> lessThanAFrame() {
        return List.of(new Clip(findings.footage(), 1, List.of("short enough to keep")));
    }

    private Clip clip(Frames frames) {
        Rating rating = interest.rate(frames);
        return new Clip(clock.span(frames), rating.score(), rating.reasons());
    }

    private List<Frames> sampled() {
        Candidates.Lengths lengths = lengths();
        QuietPoints quiet = new QuietPoints(findings, clock);
        List<Scene> scenes = new Scenes(findings, clock, footage, lengths.shortest()).enoughFor(wanted);
        List<Candidate> candidates = scenes.stream()
                .flatMap(scene -> new Candidates(lengths, quiet, interest).of(scene).stream())
                .toList();
        if (candidates.isEmpty()) {
            Frames first = scenes.getFirst().frames();
            return List.of(new Frames(first.start(), Math.min(first.end(), first.start() + lengths.preferred())));
        }
        long spacing = Math.max(1, footage.length() / Math.max(1, wanted / lengths.preferred()));
        List<Candidate> picks = new Selection(candidates).pick(wanted, slack(), lengths.shortest(), spacing);
        return new Growth(picks, quiet, lengths.longest()).grow(wanted);
    }

    private Candidates.Lengths lengths() {
        long shortest = Math.min(wanted, Math.max(1, clock.notBefore(wish.shortestClip())));
        long longest = Math.max(shortest, clock.at(wish.longestClip()));
        long usual = Math.min(wanted / USUAL_CLIPS, clock.nearest(USUAL_LENGTH));
        long clips = Math.max(1, wanted / Math.clamp(usual, shortest, longest));
        long preferred = Math.clamp(wanted / clips, shortest, longest);
        long grid = Math.max(Math.max(1, clock.at(GRID)), footage.length() / MOST_POINTS);
        return new Candidates.Lengths(shortest, preferred, longest, grid);
    }

    private long slack() {
        return wanted / SLACK_PART;
    }

    /** The footage without what is black or frozen at its ends, if that leaves a clip; frozen pictures under speech stay. */
    private Frames withoutDullEnds() {
        List<Frames> speech = touching(findings.speechSpans());
        List<Frames> stillAndSilent = touching(findings.frozen().spans()).stream()
                .flatMap(frozen -> Frames.without(frozen, speech).stream())
                .toList();
        List<Frames> dull =
                Frames.joined(Stream.concat(touching(findings.black().spans()).stream(), stillAndSilent.stream())
                        .toList());
        List<Frames> rest = Frames.without(footage, dull);
        if (rest.isEmpty()) {
            return footage;
        }
        Frames kept = new Frames(rest.getFirst().start(), rest.getLast().end());
        return kept.length() < lengths().shortest() ? footage : kept;
    }

    private List<Frames> touching(List<Span> spans) {
        return spans.stream().map(clock::touching).toList();
    }
}
