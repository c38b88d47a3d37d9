package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The records of a partition that lie on the shelf: they have been read, are due much later, and are read again in time. Of each only its place is
 * remembered. When one is needed all are fetched whose time comes within the next minute, because they are read in one go with all that stands
 * between them. Not thread-safe.
 */
final class Shelf {
    /** As long as it may take to read the log once more. */
    private static final Duration READING = Duration.ofSeconds(10);

    private static final Duration TOGETHER = Duration.ofMinutes(1);

    private final Set<Long> offsets = new HashSet<>();
    private final PriorityQueue<Place> order = new PriorityQueue<>();

    /** @param until by the clock that only goes forward, in nanoseconds */
    private record Place(long until, long offset) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Long.compare(until, other.until);
        }
    }

    void put(long offset, long until) {
        offsets.add(offset);
        order.add(new Place(until, offset));
    }

    boolean holds(long offset) {
        return offsets.contains(offset);
    }

    /**
     * Takes down what is needed soon.
     *
     * @return the first place in the log that must be read again; empty if nothing is needed
     */
    OptionalLong takeDown(long now) {
        return order.isEmpty() || order.element().until - now > READING.toNanos()
                ? OptionalLong.empty()
                : takeUntil(now + TOGETHER.toNanos());
    }

    private OptionalLong takeUntil(long time) {
        long first = Long.MAX_VALUE;
        while (!order.isEmpty() && order.element().until - time <= 0) {
            long offset = order.remove().offset;
            offsets.remove(offset);
            first = Math.min(first, offset);
        }
        return OptionalLong.of(first);
    }

    /** Takes down what stands in the log up to that offset, whenever it is needed. */
    OptionalLong takeDownUpTo(long last) {
        OptionalLong first = offsets.stream()
                .mapToLong(Long::longValue)
                .filter(offset -> offset <= last)
                .min();
        order.removeIf(place -> place.offset <= last && offsets.remove(place.offset));
        return first;
    }
}
