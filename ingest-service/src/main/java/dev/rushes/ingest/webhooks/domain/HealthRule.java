package dev.rushes.ingest.webhooks.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an endpoint is given up: nothing has arrived there for that long although it was tried. One that is tried seldom is not given up for its first
 * failures, because the time runs from the first failure after a success.
 *
 * @param patience longest time without a success
 */
public record HealthRule(Duration patience) {

    /** Whether the endpoint is lost with this failure. */
    public boolean isLost(Optional<Instant> failingSince, Instant now) {
        return failingSince
                .map(since -> Duration.between(since, now).compareTo(patience) >= 0)
                .orElse(false);
    }
}
