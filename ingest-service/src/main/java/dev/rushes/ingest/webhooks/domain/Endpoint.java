package dev.rushes.ingest.webhooks.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who is told.
 *
 * @param id identifier
 * @param tenant owner
 * @param jobId the only job that it is told of; empty for all of the tenant's
 * @param url where; may hold credentials in its path or query, so it is shown to its owner only
 * @param filter what it wants
 * @param description words of the owner
 * @param standing whether it is told at all
 * @param secrets what signs, sealed
 * @param createdAt since when; what happened before is not told
 * @param updatedAt last change by the owner
 */
public record Endpoint(
        UUID id,
        String tenant,
        Optional<UUID> jobId,
        String url,
        EventFilter filter,
        String description,
        Standing standing,
        Secrets secrets,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether it is told. */
    public enum State {
        ENABLED,
        /** Nothing is sent, and nothing is kept for later. */
        DISABLED
    }

    /**
     * @param state whether it is told
     * @param why for DISABLED: a sentence
     * @param failingSince first failure since the last success
     */
    public record Standing(State state, String why, Optional<Instant> failingSince) {
        public static final Standing GOOD = new Standing(State.ENABLED, "", Optional.empty());
    }

    /**
     * Sealed secrets.
     *
     * @param current signs; empty takes the tenant's secret for jobs
     * @param previous signs too until {@code previousUntil}, so that receivers can change in their own time
     */
    public record Secrets(Optional<String> current, Optional<String> previous, Optional<Instant> previousUntil) {

        /** The one before, if it still signs. */
        public Optional<String> overlapping(Instant now) {
            return previous.filter(_ -> previousUntil.filter(now::isBefore).isPresent());
        }

        /** Nothing of it is for logs. */
        @Override
        public String toString() {
            return "Secrets[…]";
        }
    }

    public boolean isEnabled() {
        return standing.state() == State.ENABLED;
    }

    /** Everything that may be shown to anybody. */
    @Override
    public String toString() {
        return "Endpoint[" + id + ", " + standing.state() + "]";
    }
}
