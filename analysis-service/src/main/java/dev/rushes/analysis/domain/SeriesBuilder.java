package dev.rushes.analysis.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;

/** Averages values into equal steps. A step without a value repeats the one before it, or is 0 if there is none. */
public final class SeriesBuilder {
    /** Two values a second. */
    public static final Rational HALF_A_SECOND = Rational.of(1, 2);

    private final Span span;
    private final Rational step;
    private final double[] sums;
    private final int[] counts;

    public SeriesBuilder(Span span, Rational step) {
        this.span = span;
        this.step = step;
        int length = steps(span, step);
        this.sums = new double[length];
        this.counts = new int[length];
    }

    /** Number of steps that cover a span; at least 1. */
    public static int steps(Span span, Rational step) {
        Rational steps = span.duration().dividedBy(step);
        return Math.toIntExact(Math.max(1, Math.ceilDiv(steps.value(), steps.scale())));
    }

    /** Adds the value of a moment; a moment outside the span counts for the nearest step. */
    public void add(Rational at, double value) {
        Rational steps = at.minus(span.start()).dividedBy(step);
        int index = Math.clamp(Math.floorDiv(steps.value(), steps.scale()), 0, sums.length - 1);
        sums[index] += value;
        counts[index]++;
    }

    public Series build() {
        List<Double> values = new ArrayList<>(sums.length);
        double latest = 0;
        for (int i = 0; i < sums.length; i++) {
            if (counts[i] > 0) {
                latest = sums[i] / counts[i];
            }
            values.add(latest);
        }
        return new Series(span.start(), step, values);
    }
}
