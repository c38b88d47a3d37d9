package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.Optional;

/**
 * Exponential backoff with full jitter: the wait before try n is anything between 0 and {@code base * 2^(n-2)}, at most {@code cap}, so
 * that records that failed together do not come back together.
 *
 * @param base longest wait before the second try; positive
 * @param cap longest wait before any try, unless somebody outside asks for more
 */
public record RetrySchedule(Duration base, Duration cap) implements RetryWaits {

    public RetrySchedule {
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("Expected 0 < base <= cap, but got base " + base + " and cap " + cap);
        }
    }

    @Override
    public Duration delay(int failedTries, double chance, Optional<Duration> floor) {
        Duration jittered = Duration.ofMillis((long) (ceiling(failedTries).toMillis() * chance));
        return floor.filter(hint -> hint.compareTo(jittered) > 0).orElse(jittered);
    }

    private Duration ceiling(int failedTries) {
        int doublings = Math.clamp(failedTries - 1L, 0, 62);
        long limit = cap.toMillis() >> doublings;
        // base * 2^doublings > cap, written so that nothing overflows
        return base.toMillis() > limit ? cap : base.multipliedBy(1L << doublings);
    }
}
