package dev.rushes.runtime.deadletters;

import java.util.UUID;

/** What came of one letter; in a dry run, what would come of it. */
public sealed interface ReplayResult {

    /** The letter. */
    LetterPlace place();

    /**
     * The bytes were sent again.
     *
     * @param topic where they went
     * @param cycle how many times the record has been replayed now
     */
    record Replayed(LetterPlace place, String topic, int cycle) implements ReplayResult {}

    /** The job got a new run; several letters of a job share one. */
    record Reopened(LetterPlace place, UUID job, int run) implements ReplayResult {}

    /** Nothing needed to be done. */
    record Skipped(LetterPlace place, Reason reason, String why) implements ReplayResult {}

    /** It must not be done. */
    record Refused(LetterPlace place, Reason reason, String why) implements ReplayResult {}

    /** It did not work; the replay stopped here. Whether it was done is not known. */
    record Failed(LetterPlace place, String why) implements ReplayResult {}

    /** Why a letter was not replayed; a stable code. */
    enum Reason {
        /** The job is not over. */
        JOB_RUNNING,
        /** The job was completed since, without it. */
        DONE_SINCE,
        /** There is no letter at that place, or not any more. */
        GONE,
        /** It has been replayed as often as the settings allow. */
        CYCLE_LIMIT,
        /** Nobody here knows whether the job is over. */
        LEDGER_UNKNOWN,
        /** Somebody had the job erased. */
        JOB_ERASED,
        /** The job's time was over, and it has been removed with all it had. */
        JOB_EXPIRED,
        /** The job is known, but the time of its footage was over: it is to be sent again as a new job. */
        OUTPUTS_EXPIRED,
        /** The job is over, and neither the ledger nor the letter says what it was asked for. */
        REQUEST_UNKNOWN,
        /** Kafka takes no record of that size. */
        TOO_LARGE,
        /** The letter keeps only the first bytes of its record. */
        PAYLOAD_CUT
    }
}
