package dev.rushes.ingest.ledger.domain;

/** Where a run of a job stands. {@link JobLife} says how it gets from one to the other. */
public enum JobState {
    /** Asked for; no stage has begun. */
    REQUESTED,
    /** A stage has begun. */
    RUNNING,
    /** The end of the route is reached. */
    COMPLETED,
    /** A stage gave up. */
    FAILED,
    /** Somebody stopped it. */
    CANCELLED;

    /** Whether the run is over: only a later run leaves such a state. */
    public boolean isTerminal() {
        return switch (this) {
            case REQUESTED, RUNNING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
