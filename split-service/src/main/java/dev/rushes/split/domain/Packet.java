package dev.rushes.split.domain;

/**
 * One packet as the container tells it; times are ticks of the track's time base.
 *
 * @param pts when it is shown, or {@link #UNKNOWN}
 * @param dts when it is decoded, or {@link #UNKNOWN}
 * @param duration how long it is shown; 0 if unknown
 * @param key whether the container calls it a keyframe
 * @param shown false if it is decoded only because others need it
 */
public record Packet(long pts, long dts, long duration, boolean key, boolean shown) {
    /** The container does not say. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    boolean hasPts() {
        return pts != UNKNOWN;
    }

    boolean hasDts() {
        return dts != UNKNOWN;
    }
}
