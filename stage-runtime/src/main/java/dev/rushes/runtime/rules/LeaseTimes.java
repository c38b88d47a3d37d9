package dev.rushes.runtime.rules;

import java.time.Duration;

/**
 * When work is told to other instances.
 *
 * @param after how long work runs untold; most of it has ended by then
 * @param length how long a sign of life holds; a beat comes three times as often
 * @param crashes starts without an end that make a record one that kills its process, and a dead letter
 */
public record LeaseTimes(Duration after, Duration length, int crashes) {
    public LeaseTimes {
        if (after.isNegative() || !length.isPositive() || crashes < 1) {
            throw new IllegalArgumentException("Expected times that are positive and at least 1 crash, but got after "
                    + after + ", length " + length + ", crashes " + crashes);
        }
    }

    public Duration beat() {
        return length.dividedBy(3);
    }
}
