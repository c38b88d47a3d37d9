package dev.rushes.runtime.kafka;

import java.time.Duration;

/**
 * When to look again whether partitions that wait for room in the window may go on: soon, because quick records make room within milliseconds, and
 * each time later, because slow ones don't.
 */
final class LookAgain {
    private static final Duration SOONEST = Duration.ofMillis(2);

    private Duration next = SOONEST;

    /**
     * @param waiting whether anything waits for room
     * @param most how long a poll lasts otherwise
     * @return how long the next poll may last
     */
    Duration within(boolean waiting, Duration most) {
        if (!waiting) {
            next = SOONEST;
            return most;
        }
        Duration now = next;
        if (now.compareTo(most) >= 0) {
            return most;
        }
        next = now.multipliedBy(2);
        return now;
    }
}
