package dev.rushes.benchmarks.quality;

/**
 * A stretch of time with a name for what it is.
 *
 * @param start seconds
 * @param end seconds, after the start
 * @param kind such as "dissolve", "silence" or "speech"
 */
record Stretch(double start, double end, String kind) {
    Stretch {
        if (!(start < end)) {
            throw new IllegalArgumentException("Expected a stretch that lasts, but got " + start + " to " + end);
        }
    }

    double length() {
        return end - start;
    }

    double common(Stretch other) {
        return Math.max(0, Math.min(end, other.end) - Math.max(start, other.start));
    }
}
