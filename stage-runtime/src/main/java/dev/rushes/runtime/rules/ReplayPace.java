package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps replays apart, so that they don't push live work aside: after a slow one the next does not hurry to catch up.
 *
 * @param perSecond most records a second; above 0
 */
public record ReplayPace(double perSecond) {

    public ReplayPace {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("Expected more than 0 records a second, but got " + perSecond);
        }
    }

    /**
     * How long to wait now before the next record.
     *
     * @param last when the last record went; empty before the first
     */
    public Duration wait(Optional<Instant> last, Instant now) {
        return last.map(then -> Duration.between(now, then.plus(gap())))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /** How long so many records take at least. */
    public Duration lasts(long records) {
        double nanos =
                Math.min(records * (1e9 / perSecond), Duration.ofDays(36_500).toNanos());
        return Duration.ofNanos(Math.round(nanos));
    }

    private Duration gap() {
        double nanos = Math.min(1e9 / perSecond, Duration.ofDays(1).toNanos());
        return Duration.ofNanos(Math.round(nanos));
    }
}
