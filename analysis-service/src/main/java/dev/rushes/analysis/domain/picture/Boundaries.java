package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where shots begin, put together from what several detectors saw:
 *
 * <pre>
 *   hard cut            at its picture
 *   out of black        where the black ends
 *   out of a colour     where the fade begins
 *   dissolve            in its middle
 * </pre>
 */
final class Boundaries {
    /** Score of a shot that begins out of black: it is a boundary for sure, its exact place is a matter of taste. */
    static final double BLACK_SCORE = 0.5;

    /** Seconds between the end of a black stretch and the beginning of the fade that leads out of it. */
    private static final Rational NEAR = Rational.of(3, 10);

    private Boundaries() {}

    static List<Shot> of(List<Shot> cuts, List<Finding> black, List<Finding> transitions, Span chunk) {
        List<Shot> shots = new ArrayList<>(cuts);
        black.stream()
                .map(finding -> finding.span().end())
                .filter(end -> end.isLessThan(chunk.end()))
                .forEach(end -> add(shots, new Shot(end, BLACK_SCORE, Boundary.FADE, BlackDetector.NAME)));
        for (Finding transition : transitions) {
            if (transition.kind() == Kind.DISSOLVE) {
                add(shots, new Shot(middle(transition.span()), transition.score(), Boundary.DISSOLVE, transition.by()));
            } else if (transition.kind() == Kind.FADE_IN && !leadsOut(transition, black)) {
                add(shots, new Shot(transition.start(), transition.score(), Boundary.FADE, transition.by()));
            }
        }
        shots.sort(Comparator.comparing(Shot::at));
        return shots;
    }

    private static void add(List<Shot> shots, Shot shot) {
        if (shots.stream().noneMatch(known -> known.at().equals(shot.at()))) {
            shots.add(shot);
        }
    }

    private static boolean leadsOut(Finding fade, List<Finding> black) {
        return black.stream()
                .map(finding -> finding.span().end())
                .anyMatch(end -> !end.plus(NEAR).isLessThan(fade.start())
                        && !fade.span().end().isLessThan(end));
    }

    private static Rational middle(Span span) {
        return span.start().plus(span.duration().times(Rational.of(1, 2)));
    }
}
