package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.Cells;
import dev.rushes.analysis.domain.CostMeter;
import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.analysis.domain.SeriesBuilder;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows each picture of a chunk to all detectors, in order, and gathers what they saw. */
public final class PictureAnalysis {
    private static final String MOTION = "motion/1";
    private static final String STILLS = "stills/1";

    private record Movement(Rational at, double change) {}

    private final Span chunk;
    private final int stillEvery;
    private final CostMeter meter;
    private final ShotDetector cuts = new ShotDetector();
    private final EdgeWatch edges = new EdgeWatch();
    private final BlackDetector black;
    private final FrozenDetector frozen;
    private final ExposureDetector exposure;
    private final GradualDetector gradual;
    private final SeriesBuilder sharpness;
    private final StillChooser stills;
    private final Optional<FaceDetector> faces;
    private final List<Movement> movements = new ArrayList<>();
    private @Nullable SmallPicture previous;
    private @Nullable Cells previousCells;
    private int seen;

    /**
     * Which pictures are set aside as stills.
     *
     * @param every every how many pictures one is a candidate, beginning with the first
     * @param most how many are chosen
     */
    public record Stills(int every, int most) {}

    /**
     * @param chunk where the chunk lies on the source's clock
     * @param wanted which stills are set aside
     * @param faces looks for faces, if somebody does
     * @param meter told which detector took its turn
     */
    public PictureAnalysis(Span chunk, Stills wanted, Optional<FaceDetector> faces, CostMeter meter) {
        this.chunk = chunk;
        this.stillEvery = wanted.every();
        this.faces = faces;
        this.meter = meter;
        this.black = new BlackDetector(chunk);
        this.frozen = new FrozenDetector(chunk);
        this.exposure = new ExposureDetector(chunk);
        this.gradual = new GradualDetector(chunk);
        this.sharpness = new SeriesBuilder(chunk, SeriesBuilder.HALF_A_SECOND);
        this.stills = new StillChooser(wanted.most());
    }

    /** Looks at the next picture. */
    public void see(SmallPicture picture) {
        meter.start();
        boolean isBlack = black.see(picture);
        meter.lap(BlackDetector.NAME);
        exposure.see(picture, isBlack);
        meter.lap(ExposureDetector.NAME);
        frozen.see(picture);
        meter.lap(FrozenDetector.NAME);
        gradual.see(picture);
        meter.lap(GradualDetector.NAME);
        Cells cells = picture.cells();
        edges.see(picture.at(), cells);
        if (previousCells != null) {
            cuts.see(picture.at(), previousCells, cells);
        }
        meter.lap(ShotDetector.NAME);
        if (previous != null) {
            movements.add(new Movement(picture.at(), previous.change(picture) / 255));
        }
        meter.lap(MOTION);
        double detail = Sharpness.of(picture);
        sharpness.add(picture.at(), detail);
        meter.lap(Sharpness.NAME);
        if (seen % stillEvery == 0 && !isBlack) {
            stills.offer(picture.at(), seen / stillEvery, detail);
        }
        meter.lap(STILLS);
        faces.ifPresent(detector -> {
            detector.see(picture);
            meter.lap(detector.name());
        });
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
        List<Finding> blackSpans = black.finish();
        List<Shot> hardCuts = cuts.finish();
        List<Finding> transitions = gradual.finish(hardCuts);
        List<Shot> shots = Boundaries.of(hardCuts, blackSpans, transitions, chunk);
        List<Finding> findings = Stream.of(blackSpans, frozen.finish(), exposure.finish(), transitions)
                .flatMap(List::stream)
                .toList();
        Seen result = new Seen(
                shots,
                findings,
                faces.map(FaceDetector::finish).orElse(List.of()),
                motion(hardCuts).build(),
                sharpness.build(),
                exposure.brightness(),
                edges.finish());
        return new Result(result, stills.choose(spansOf(shots)), meter.costs());
    }

    /** A cut is no movement, however much it changes. */
    private SeriesBuilder motion(List<Shot> hardCuts) {
        Set<Rational> known = hardCuts.stream().map(Shot::at).collect(Collectors.toCollection(HashSet::new));
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

    /**
     * @param seen what was seen
     * @param stills the pictures to keep, in order of time
     * @param costs what each detector cost
     */
    public record Result(Seen seen, List<ChosenStill> stills, List<AnalyzerCost> costs) {}
}
