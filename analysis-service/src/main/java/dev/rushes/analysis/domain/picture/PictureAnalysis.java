package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Cells;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.analysis.domain.SeriesBuilder;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows each picture of a chunk to all detectors, in order, and gathers what they saw. */
public final class PictureAnalysis {
    /** Score of a shot that begins out of black: it is a boundary for sure, its exact place is a matter of taste. */
    static final double FADE_SCORE = 0.5;

    private record Movement(Rational at, double change) {}

    private final Span chunk;
    private final int stillEvery;
    private final ShotDetector cuts = new ShotDetector();
    private final EdgeWatch edges = new EdgeWatch();
    private final BlackDetector black;
    private final FrozenDetector frozen;
    private final SeriesBuilder sharpness;
    private final StillChooser stills;
    private final List<Movement> movements = new ArrayList<>();
    private @Nullable SmallPicture previous;
    private @Nullable Cells previousCells;
    private int seen;

    /**
     * @param chunk where the chunk lies on the source's clock
     * @param stillEvery every how many pictures one is set aside as a possible still, beginning with the first
     * @param mostStills stills to choose
     */
    public PictureAnalysis(Span chunk, int stillEvery, int mostStills) {
        this.chunk = chunk;
        this.stillEvery = stillEvery;
        this.black = new BlackDetector(chunk);
        this.frozen = new FrozenDetector(chunk);
        this.sharpness = new SeriesBuilder(chunk, SeriesBuilder.HALF_A_SECOND);
        this.stills = new StillChooser(mostStills);
    }

    /** Looks at the next picture. */
    public void see(SmallPicture picture) {
        Cells cells = picture.cells();
        double detail = Sharpness.of(picture);
        boolean isBlack = black.see(picture);
        frozen.see(picture);
        edges.see(picture.at(), cells);
        sharpness.add(picture.at(), detail);
        if (seen % stillEvery == 0 && !isBlack) {
            stills.offer(picture.at(), seen / stillEvery, detail);
        }
        if (previous != null && previousCells != null) {
            cuts.see(picture.at(), previousCells, cells);
            movements.add(new Movement(picture.at(), previous.change(picture) / 255));
        }
        previous = picture;
        previousCells = cells;
        seen++;
    }

    /** Pictures that were looked at. */
    public int seen() {
        return seen;
    }

    /** What was seen. Call once, after the last picture. */
    public Result finish() {
        List<Span> blackSpans = black.finish();
        List<Shot> hardCuts = cuts.finish();
        List<Shot> shots = withFades(hardCuts, blackSpans);
        Seen result = new Seen(
                shots, blackSpans, frozen.finish(), motion(hardCuts).build(), sharpness.build(), edges.finish());
        return new Result(result, stills.choose(spansOf(shots)));
    }

    /** A shot that fades in begins where its black ends. */
    private List<Shot> withFades(List<Shot> hardCuts, List<Span> blackSpans) {
        Set<Rational> known = times(hardCuts);
        List<Shot> shots = new ArrayList<>(hardCuts);
        blackSpans.stream()
                .map(Span::end)
                .filter(end -> end.isLessThan(chunk.end()) && !known.contains(end))
                .forEach(end -> shots.add(new Shot(end, FADE_SCORE, Boundary.FADE)));
        shots.sort(Comparator.comparing(Shot::at));
        return shots;
    }

    /** A cut is no movement, however much it changes. */
    private SeriesBuilder motion(List<Shot> hardCuts) {
        Set<Rational> known = times(hardCuts);
        SeriesBuilder series = new SeriesBuilder(chunk, SeriesBuilder.HALF_A_SECOND);
        movements.stream()
                .filter(movement -> !known.contains(movement.at()))
                .forEach(movement -> series.add(movement.at(), movement.change()));
        return series;
    }

    private List<Span> spansOf(List<Shot> shots) {
        List<Span> spans = new ArrayList<>();
        Rational start = chunk.start();
        for (Shot shot : shots) {
            spans.add(new Span(start, shot.at()));
            start = shot.at();
        }
        spans.add(new Span(start, Rational.max(start, chunk.end())));
        return spans;
    }

    private static Set<Rational> times(List<Shot> shots) {
        return shots.stream().map(Shot::at).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * @param seen what was seen
     * @param stills the pictures to keep, in order of time
     */
    public record Result(Seen seen, List<ChosenStill> stills) {}
}
