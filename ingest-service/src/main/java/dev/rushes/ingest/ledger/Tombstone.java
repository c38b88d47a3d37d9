package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.Section;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of a job that has been erased.
 *
 * @param run its last run, as far as who erased it knew
 * @param askedBy who wanted it, as the audit names them
 * @param erasedAt when it was asked for
 * @param objects objects that have been removed so far
 * @param troubles looks that failed since the last that did not
 * @param problem why the last look failed; empty if it did not
 * @param doneAt when nothing was left
 */
public record Tombstone(
        UUID jobId,
        String tenant,
        int run,
        String askedBy,
        Instant erasedAt,
        long objects,
        int troubles,
        String problem,
        Optional<Instant> doneAt) {
    /** Who asked if nobody did and the job's time was over. No caller has this name. */
    public static final String RETENTION = Section.Erasure.RETENTION;
}
