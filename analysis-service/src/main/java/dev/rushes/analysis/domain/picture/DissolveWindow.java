package dev.rushes.analysis.domain.picture;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A stretch that may be a dissolve, and how sure that is. Of two pictures that have nothing to do with each other, a mix with the parts 1−p and p has
 *
 * <pre>
 *   (1−p)²·a + p²·b          of the variances a and b of their steps from place to place,
 *   half of their mean       in the middle: steps of one picture fall on even places of the other
 *
 *   detail   ______      ______
 *                  \    /                 dissolve: down to a half, and up again
 *                   \__/
 *
 *   detail   __________________           movement, cuts: none, or a step
 * </pre>
 *
 * whatever moves in them, so that a shaking hand, a pan or a zoom hides no dissolve. That is looked at in three scales: coarse brightness, blocks, pixels.
 * Besides, the last picture's part must grow about evenly, and the ends must not be alike. How far off each of the five is, is weighed; the weights were fitted
 * by logistic regression to made-up films (benchmarks/analysis-quality says which, and how well it does on others). What no dissolve of those films
 * shows is none, however sure the sum of all. The dip is Alattar's ("Detecting and compressing dissolve regions in video sequences", 1993).
 *
 * @param samples in order of time, with those around the window
 * @param start its first sample, of the first picture alone
 * @param end its last one, of the last picture alone
 */
record DissolveWindow(List<GradualSample> samples, int start, int end) {
    /** Samples beyond each end in which the first picture must stay alone, and the last. */
    static final int OUTSIDE = 4;

    /** Samples beyond each end that tell, with it, how much detail there is: a flash at the end alone must not. */
    private static final int AROUND = 2;

    /** Least distance of the two ends, in grey levels. */
    static final double LEAST_DISTANCE = 12;

    /** Log odds from which on it is a dissolve. */
    static final double LEAST_CERTAINTY = 2.75;

    /** Added to all measures of detail, in squared grey levels: what compression alone leaves. */
    private static final double FLOOR = 4;

    /** Part of the mean of both ends that is left of the contrast at least, even if one is the other's negative. */
    private static final double LEAST_LEFT = 0.05;

    /** Part of the samples that may be as they like: a flash. */
    private static final double OUTLIERS = 0.15;

    /** From which on being off makes no difference any more. */
    private static final double FAR_OFF = 1.5;

    // What each deviation takes from the certainty, in units of log odds.
    private static final double CERTAINTY = 6.17;
    private static final double OFF_COARSE = 4.48;
    private static final double OFF_BLOCKS = 7.10;
    private static final double OFF_PIXELS = 5.63;
    private static final double UNEVEN = 2.76;
    private static final double ALIKE = 4.12;

    /** Least part of the expected dip that there is in two of three scales. */
    static final double LEAST_DIP = 0.65;

    /** Most that no mix explains in the median sample, relative to the distance of the ends. */
    static final double MOST_REST = 0.5;

    /** The same for each sample of a short window: in a moment, what moves does not get far. */
    static final double REST_OF_SAMPLE = 0.075;

    /** Most of the last picture that is there before, and of the first one after, root mean square. */
    static final double MOST_OUTSIDE = 0.25;

    /** Most that the last picture's part may be off an even growth, root mean square. */
    static final double MOST_UNEVEN = 0.2;

    /** Most that it may grow more between two samples than it should. A cut is a jump. */
    static final double MOST_JUMP = 0.15;

    private static final double NONE = Double.NEGATIVE_INFINITY;

    /**
     * How well contrast does what a mix does.
     *
     * @param off how far it is from it: root mean square of the logarithms
     * @param dip how much of the dip there is: 1 for a mix, about 0 for movement
     */
    private record Fit(double off, double dip) {}

    /** Log odds; less than {@link #LEAST_CERTAINTY} if it is none. What is cheap to know comes first, and nothing adds to the certainty. */
    double certainty() {
        Thumbnail first = first();
        Thumbnail last = last();
        if (first.isPlainBeside(last) || last.isPlainBeside(first)) {
            return NONE;
        }
        Fit pixels = fit(sample -> sample.detail().fine(), 0);
        Fit blocks = fit(sample -> sample.detail().coarse(), 0);
        double certainty = CERTAINTY - OFF_PIXELS * pixels.off() - OFF_BLOCKS * blocks.off();
        if (certainty + ALIKE < LEAST_CERTAINTY) {
            return NONE;
        }
        certainty -= ALIKE * first.likeness(last);
        Fit coarse = fit(sample -> sample.picture().variance(), first.covariance(last));
        certainty -= OFF_COARSE * coarse.off();
        double dip = median(new double[] {pixels.dip(), blocks.dip(), coarse.dip()});
        return certainty < LEAST_CERTAINTY || dip < LEAST_DIP ? NONE : certainty - UNEVEN * unevenness();
    }

    private Fit fit(ToDoubleFunction<GradualSample> contrast, double covariance) {
        double before = FLOOR + median(contrast, start - AROUND, start);
        double after = FLOOR + median(contrast, end, end + AROUND);
        double[] errors = new double[end - start - 1];
        double expected = 0;
        double seen = 0;
        for (int i = 0; i < errors.length; i++) {
            double part = part(i);
            double mean = (1 - part) * before + part * after;
            double mixed = (1 - part) * (1 - part) * before + part * part * after + 2 * part * (1 - part) * covariance;
            double dip = Math.log(mean / Math.max(mixed, LEAST_LEFT * mean));
            double there = Math.log(mean / (FLOOR + contrast.applyAsDouble(samples.get(start + 1 + i))));
            errors[i] = there - dip;
            expected += dip * dip;
            seen += there * dip;
        }
        return new Fit(Math.min(FAR_OFF, withoutOutliers(errors)), expected == 0 ? 0 : seen / expected);
    }

    /** How far the last picture's part is from growing evenly, root mean square; infinite where it can be no part. */
    private double unevenness() {
        double distance = first().distance(last());
        if (distance < LEAST_DISTANCE) {
            return Double.POSITIVE_INFINITY;
        }
        double[] errors = new double[end - start - 1];
        double[] rests = new double[errors.length];
        for (int i = 0; i < errors.length; i++) {
            Thumbnail.Mix mix = mix(start + 1 + i, distance);
            errors[i] = mix.part() - part(i);
            rests[i] = mix.rest();
        }
        double uneven = withoutOutliers(errors);
        boolean mixed = uneven <= MOST_UNEVEN
                && largestJump(errors) <= MOST_JUMP
                && median(rests) <= Math.min(MOST_REST, REST_OF_SAMPLE * (end - start))
                && outside(distance) <= MOST_OUTSIDE;
        return mixed ? uneven : Double.POSITIVE_INFINITY;
    }

    /** From sample to sample, outliers left out. */
    private static double largestJump(double[] errors) {
        double[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
        double usual = sizes[sizes.length - 1 - outliers(sizes.length)];
        double largest = 0;
        double before = 0;
        for (double error : errors) {
            if (Math.abs(error) <= usual) {
                largest = Math.max(largest, error - before);
                before = error;
            }
        }
        return Math.max(largest, -before);
    }

    private double outside(double distance) {
        int from = Math.max(0, start - OUTSIDE);
        int to = Math.min(samples.size() - 1, end + OUTSIDE);
        double[] errors = new double[start - from + to - end];
        int next = 0;
        for (int i = from; i < start; i++) {
            errors[next++] = mix(i, distance).part();
        }
        for (int i = end + 1; i <= to; i++) {
            errors[next++] = mix(i, distance).part() - 1;
        }
        return next == 0 ? 0 : withoutOutliers(errors);
    }

    private Thumbnail first() {
        return samples.get(start).picture();
    }

    private Thumbnail last() {
        return samples.get(end).picture();
    }

    private Thumbnail.Mix mix(int sample, double distance) {
        return samples.get(sample).picture().between(first(), last(), distance);
    }

    private double part(int inside) {
        return (inside + 1.0) / (end - start);
    }

    private double median(ToDoubleFunction<GradualSample> contrast, int from, int to) {
        return median(samples.subList(Math.max(0, from), Math.min(samples.size(), to + 1)).stream()
                .mapToDouble(contrast)
                .toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double withoutOutliers(double[] errors) {
        double[] squares =
                Arrays.stream(errors).map(error -> error * error).sorted().toArray();
        return Math.sqrt(Arrays.stream(squares, 0, squares.length - outliers(squares.length))
                .average()
                .orElse(0));
    }

    private static int outliers(int all) {
        return all < 4 ? 0 : Math.max(1, Math.toIntExact(Math.round(OUTLIERS * all)));
    }
}
