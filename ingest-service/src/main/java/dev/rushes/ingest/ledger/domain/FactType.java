package dev.rushes.ingest.ledger.domain;

import java.util.Locale;

/** What can happen to a job, as the log of events tells it. */
public enum FactType {
    REQUESTED,
    STAGE_STARTED,
    STAGE_PROGRESSED,
    STAGE_RETRYING,
    STAGE_POSTPONED,
    STAGE_FINISHED,
    UNIT_FINISHED,
    STAGE_NOTED,
    DEAD_LETTERED,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** Somebody changed title, labels or urgency. About the job, whatever its run. */
    AMENDED,
    /** A try has cost something. Counts whenever it is heard. */
    SPENT,
    /** The job is to be forgotten. Nothing that is told of it counts any more. */
    ERASED;

    /** Whether it is about the job as a whole, so that it counts in any state and from any run. */
    public boolean isAboutTheJob() {
        return this == AMENDED || this == SPENT || this == ERASED;
    }

    /** Name in streams and logs, such as {@code job.stage.finished} or {@code job.completed}. */
    public String label() {
        return "job." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
