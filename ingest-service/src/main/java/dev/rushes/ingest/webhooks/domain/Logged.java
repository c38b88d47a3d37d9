package dev.rushes.ingest.webhooks.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of the delivery log: what is owed and how far it got.
 *
 * @param due what is owed
 * @param state how far it got
 * @param attempts tries so far, over all rounds
 * @param last the last try, if there was one
 * @param createdAt when it was first owed
 */
public record Logged(Due due, State state, int attempts, Optional<Try> last, Instant createdAt) {

    /** How far a delivery got. */
    public enum State {
        /** Not tried yet in this round. */
        PENDING,
        /** Tried, and will be tried again by itself. */
        RETRYING,
        DELIVERED,
        /** Given up; a replay tries it again. */
        FAILED;

        public boolean isOver() {
            return this == DELIVERED || this == FAILED;
        }
    }

    /**
     * One try.
     *
     * @param round of which round
     * @param attempt which try of the round, from 1
     * @param at when it began
     * @param took how long it took
     * @param status status of the answer; empty if there was none
     * @param problem why it failed; empty if it did not
     */
    public record Try(int round, int attempt, Instant at, Duration took, Optional<Integer> status, String problem) {}
}
