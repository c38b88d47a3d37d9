package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Cells;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds hard cuts: a change between two pictures that is large, sticks out of the changes around it, and lasts.
 *
 * <pre>
 *   cut     ___|___      one change, far above its neighbours; later pictures stay different from the one before it
 *   pan     _||||||_     large changes side by side: none sticks out
 *   flash   __|_|__      two changes; after the second the picture is what it was before the first
 *   24 in 60 pictures a second   _|__|_|__|_   repeated pictures (change 0) are no neighbours, so ordinary movement does not stick out
 * </pre>
 *
 * <p>An adaptive threshold over neighbouring changes is the method of "Shot boundary detection" surveys (Boreczky and Rowe 1996; Yusoff et al.
 * 2000) and of PySceneDetect's AdaptiveDetector. The measure is {@link Cells#difference}, and the same rule, applied to the last picture of one
 * chunk and the first of the next, finds a cut that lies exactly between them.
 */
final class ShotDetector {
    static final String NAME = "cuts/1";

    /** Least difference of cells that can be a cut. Below it lie noise, subtitles and blinking lights. */
    static final double LEAST_DIFFERENCE = 0.035;

    /** How many times as large as the largest neighbouring change a cut must be. */
    static final double LEAST_RATIO = 2.0;

    /** Part of the change that must still be there in each of the pictures that follow. */
    static final double LASTING_PART = 0.5;

    /** Pictures on either side that can matter: 0.1 to 0.25 s. A flash that lasts longer is a shot. */
    static final int REACH = 6;

    /** Changes on either side that are compared with. */
    static final int NEIGHBOURS = 2;

    /** A change below this is a repeated picture. */
    static final double REPEATED = 0.0008;

    /** Change that even a still shot has; keeps the ratio finite. */
    static final double STILL = 0.004;

    private record Change(Rational at, Cells before, Cells after, double amount) {}

    /** The last {@code 2·REACH + 1} changes; the one in the middle is judged when all the others are there. */
    private final List<Change> window = new ArrayList<>();

    private final List<Shot> shots = new ArrayList<>();
    private int judged;

    void see(Rational at, Cells before, Cells after) {
        window.add(new Change(at, before, after, before.difference(after)));
        if (window.size() - judged > REACH) {
            judge(judged++);
        }
        if (judged > REACH) {
            window.removeFirst();
            judged--;
        }
    }

    /** The cuts in order. Call once, after the last picture. */
    List<Shot> finish() {
        while (judged < window.size()) {
            judge(judged++);
        }
        return List.copyOf(shots);
    }

    /** The largest of the changes next to a place in a list of changes, as both cuts inside and between chunks are measured against it. */
    static double neighbouring(List<Double> before, List<Double> after) {
        return Math.max(STILL, Math.max(largest(before), largest(after)));
    }

    private void judge(int index) {
        Change change = window.get(index);
        if (change.amount() < LEAST_DIFFERENCE) {
            return;
        }
        double neighbours = neighbouring(
                amounts(window.subList(Math.max(0, index - REACH), index).reversed()),
                amounts(window.subList(index + 1, Math.min(window.size(), index + 1 + REACH))));
        if (change.amount() >= LEAST_RATIO * neighbours && lasts(index)) {
            shots.add(new Shot(change.at(), change.amount() / (change.amount() + neighbours), Boundary.CUT, NAME));
        }
    }

    private boolean lasts(int index) {
        Change change = window.get(index);
        return window.subList(index + 1, Math.min(window.size(), index + REACH)).stream()
                .allMatch(later -> change.before().difference(later.after()) >= LASTING_PART * change.amount());
    }

    private static List<Double> amounts(List<Change> nearestFirst) {
        return nearestFirst.stream().map(Change::amount).toList();
    }

    private static double largest(List<Double> nearestFirst) {
        return nearestFirst.stream()
                .filter(amount -> amount > REPEATED)
                .limit(NEIGHBOURS)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
