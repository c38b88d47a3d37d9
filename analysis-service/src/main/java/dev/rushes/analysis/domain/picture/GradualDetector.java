package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds fades and dissolves: shows about 13 pictures a second to those who look for either. What is a fade is no dissolve. */
final class GradualDetector {
    static final String NAME = "gradual/1";

    /** Pictures that come sooner after the last one looked at are left out; 25 pictures a second give 12.5 samples. */
    static final Rational LEAST_STEP = Rational.of(6, 100);

    private final FadeDetector fades;
    private final DissolveDetector dissolves;
    private @Nullable Rational latest;

    GradualDetector(Span chunk) {
        this.fades = new FadeDetector(chunk);
        this.dissolves = new DissolveDetector(chunk);
    }

    void see(SmallPicture picture) {
        if (latest != null && picture.at().minus(latest).isLessThan(LEAST_STEP)) {
            return;
        }
        latest = picture.at();
        GradualSample sample = GradualSample.of(picture);
        fades.see(sample);
        dissolves.see(sample);
    }

    /**
     * The transitions in order. Call once, after the last picture.
     *
     * @param cuts what has one inside is no transition: a cut is no mix, but what moves beside it may look like one
     */
    List<Finding> finish(List<Shot> cuts) {
        List<Rational> times = cuts.stream().map(Shot::at).toList();
        List<Finding> found = new ArrayList<>(fades.finish().stream()
                .filter(fade -> times.stream().noneMatch(inside(fade.span())))
                .toList());
        found.addAll(dissolves.finish(List.copyOf(found), times));
        found.sort(Comparator.comparing(Finding::start));
        return List.copyOf(found);
    }

    private static Predicate<Rational> inside(Span span) {
        return time -> span.start().isLessThan(time) && time.isLessThan(span.end());
    }
}
