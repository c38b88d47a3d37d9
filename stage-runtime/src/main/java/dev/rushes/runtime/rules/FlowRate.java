package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How much flows, from counters of many sources that only grow while a source lives. A source that is new since the first look counts whole;
 * what those of the first look had done before is not known to be recent, and so does not count. Not thread-safe.
 */
public final class FlowRate {
    private static final double MINUTE = 60_000;

    private final Duration window;
    private final Map<String, Long> before = new HashMap<>();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long total;

    private record Sample(Instant at, long total) {}

    /** @param window how far it looks back */
    public FlowRate(Duration window) {
        if (!window.isPositive()) {
            throw new IllegalArgumentException("Expected a positive window, but got " + window);
        }
        this.window = window;
    }

    /**
     * Takes down what the sources say now.
     *
     * @param counts by source; one that is missing is gone, and what it had done stays
     */
    public void note(Instant now, Map<String, Long> counts) {
        boolean first = samples.isEmpty();
        counts.forEach((source, count) -> {
            long known = before.getOrDefault(source, first ? count : 0L);
            total += Math.max(0, count - known);
        });
        before.clear();
        before.putAll(counts);
        samples.addLast(new Sample(now, total));
        Instant edge = now.minus(window);
        while (samples.size() > 2 && isPassed(edge)) {
            samples.removeFirst();
        }
    }

    /** Whether the second sample already reaches back over the whole window. */
    private boolean isPassed(Instant edge) {
        Sample oldest = samples.removeFirst();
        boolean passed = !samples.getFirst().at().isAfter(edge);
        samples.addFirst(oldest);
        return passed;
    }

    /** For how long it has looked, at most about the window. */
    public Duration over() {
        return samples.isEmpty()
                ? Duration.ZERO
                : Duration.between(samples.getFirst().at(), samples.getLast().at());
    }

    /** How much flowed in a minute; empty until there are two looks. */
    public OptionalDouble perMinute() {
        long millis = over().toMillis();
        return millis <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (samples.getLast().total() - samples.getFirst().total()) * MINUTE / millis);
    }
}
