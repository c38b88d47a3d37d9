package dev.rushes.analysis.domain.sound;

import java.util.Optional;

/**
 * Integrated loudness (EBU R128, ITU-R BS.1770-5) of any number of blocks in constant memory: blocks are counted in classes of 0.1 LU with
 * the exact sum of their power, and the relative gate falls between two classes.
 */
final class GatedLoudness {
    /** Blocks below are not heard. */
    static final double ABSOLUTE_GATE_LUFS = -70;

    /** Blocks that much below the mean of those above the absolute gate do not count. */
    static final double RELATIVE_GATE_LU = -10;

    private static final double CLASS_LU = 0.1;
    private static final int CLASSES = 850;

    private final long[] counts = new long[CLASSES];
    private final double[] powers = new double[CLASSES];

    /** Loudness of a weighted mean square, full scale being 1. */
    static double lufs(double power) {
        return -0.691 + 10 * Math.log10(power);
    }

    void add(double power) {
        double loudness = lufs(power);
        if (loudness > ABSOLUTE_GATE_LUFS) {
            int index = indexOf(loudness);
            counts[index]++;
            powers[index] += power;
        }
    }

    /** The loudness in LUFS; empty if everything is below the gate. */
    Optional<Double> integrated() {
        Optional<Double> ungated = meanFrom(0);
        return ungated.flatMap(
                loudness -> meanFrom(indexOf(Math.max(ABSOLUTE_GATE_LUFS, loudness + RELATIVE_GATE_LU))));
    }

    private Optional<Double> meanFrom(int first) {
        long count = 0;
        double power = 0;
        for (int i = first; i < CLASSES; i++) {
            count += counts[i];
            power += powers[i];
        }
        return count == 0 ? Optional.empty() : Optional.of(lufs(power / count));
    }

    private static int indexOf(double loudness) {
        return Math.clamp((long) ((loudness - ABSOLUTE_GATE_LUFS) / CLASS_LU), 0, CLASSES - 1);
    }
}
