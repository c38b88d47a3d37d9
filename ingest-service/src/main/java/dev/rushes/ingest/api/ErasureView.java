package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.ledger.Tombstone;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the erasure of a job is.
 *
 * @param by who asked for it
 * @param objectsRemoved objects that are gone so far
 * @param problem why the last look failed; it comes again
 * @param notReached what this does not remove
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ErasureView(
        UUID id,
        State state,
        String by,
        Instant erasedAt,
        long objectsRemoved,
        Optional<String> problem,
        Optional<Instant> doneAt,
        List<String> notReached) {
    private static final List<String> NOT_REACHED = List.of(
            "Records of the job on Kafka go when the retention of their topics is over.",
            "A model that makes footage from words keeps what it was asked for days or weeks, unless the film came to its end here.",
            "The audit keeps the job's id, who asked, and when; the ledger keeps what the job has cost.");

    /** How far. */
    enum State {
        /** Nobody sees the job any more; its bytes are being removed. */
        ERASING,
        /** Nothing is left that this service can reach. */
        ERASED
    }

    static ErasureView of(Tombstone tombstone) {
        return new ErasureView(
                tombstone.jobId(),
                tombstone.doneAt().isPresent() ? State.ERASED : State.ERASING,
                tombstone.askedBy(),
                tombstone.erasedAt(),
                tombstone.objects(),
                Optional.of(tombstone.problem()).filter(problem -> !problem.isEmpty()),
                tombstone.doneAt(),
                NOT_REACHED);
    }
}
