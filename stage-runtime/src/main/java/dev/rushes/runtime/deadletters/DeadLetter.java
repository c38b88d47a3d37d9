package dev.rushes.runtime.deadletters;

import dev.rushes.runtime.rules.FailureFingerprint;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the outside of a dead letter says. Headers are what somebody wrote: what is absent or makes no sense is empty.
 *
 * @param place where it is
 * @param deadAt when the stage gave up
 * @param origin where the record was when it failed for the first time
 * @param subject what it is about
 * @param cause why the stage gave up
 * @param bytes size of key, value and headers
 * @param replays how often it has been replayed, as far as the audit is remembered
 * @param cycle how often the record had been replayed when it became this letter
 */
public record DeadLetter(
        LetterPlace place,
        Instant deadAt,
        Optional<Origin> origin,
        Subject subject,
        Cause cause,
        int bytes,
        int replays,
        int cycle) {

    /**
     * Where the record was.
     *
     * @param timestamp when its producer sent it
     */
    public record Origin(String topic, int partition, Optional<Long> offset, Optional<Instant> timestamp) {}

    /** What it is about. */
    public record Subject(Optional<UUID> job, Optional<Integer> run, Optional<String> tenant) {}

    /**
     * Why the stage gave up.
     *
     * @param code stable code of the failure; "UNKNOWN" if nobody said
     * @param kind whose fault it is, if somebody said
     * @param retryable whether another try might help, if somebody said
     * @param message sentence of the failure
     * @param attempts tries that were made
     * @param fingerprint what it has in common with others
     */
    public record Cause(
            String code,
            Optional<String> kind,
            Optional<Boolean> retryable,
            String message,
            int attempts,
            FailureFingerprint fingerprint) {}
}
