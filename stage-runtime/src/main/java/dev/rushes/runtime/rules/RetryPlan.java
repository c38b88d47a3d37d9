package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits that are written down one by one, as a protocol asks for them. Each is lengthened by up to a tenth at random, so that records that failed
 * together drift apart, and none comes back before its time.
 *
 * @param waits wait before the second try, the third and so on; the last one holds for all further tries; at least one, all positive
 */
public record RetryPlan(List<Duration> waits) implements RetryWaits {
    private static final int SPREAD = 10;

    public RetryPlan {
        waits = List.copyOf(waits);
        if (waits.isEmpty() || waits.stream().anyMatch(wait -> wait.isNegative() || wait.isZero())) {
            throw new IllegalArgumentException("Expected at least one wait and all of them positive, but got " + waits);
        }
    }

    @Override
    public Duration base() {
        return waits.getFirst();
    }

    @Override
    public Duration delay(int failedTries, double chance, Optional<Duration> floor) {
        Duration planned = waits.get(Math.clamp(failedTries - 1L, 0, waits.size() - 1));
        Duration spread = Duration.ofMillis((long) (planned.toMillis() * chance / SPREAD));
        Duration jittered = planned.plus(spread);
        return floor.filter(hint -> hint.compareTo(jittered) > 0).orElse(jittered);
    }
}
