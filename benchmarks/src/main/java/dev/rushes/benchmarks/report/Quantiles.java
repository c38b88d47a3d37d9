package dev.rushes.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics by nearest rank. */
public final class Quantiles {
    private final double[] sorted;

    public Quantiles(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one value, but got none");
        }
        this.sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
    }

    /** @param share in (0, 1] */
    public double at(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }

    public double min() {
        return sorted[0];
    }

    public double max() {
        return sorted[sorted.length - 1];
    }

    /** The middle, or the mean of the two in the middle. */
    public static double median(Collection<Double> values) {
        Quantiles its = new Quantiles(values);
        int middle = its.sorted.length / 2;
        return its.sorted.length % 2 == 1 ? its.sorted[middle] : (its.sorted[middle - 1] + its.sorted[middle]) / 2;
    }
}
