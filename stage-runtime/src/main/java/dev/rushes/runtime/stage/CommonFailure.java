package dev.rushes.runtime.stage;

/** Failure codes that any stage can meet. */
public enum CommonFailure implements FailureCode {
    /** An error that no code names: a fault of this program. */
    UNEXPECTED(FailureKind.OURS),
    /** The record's bytes are not a fact that this topic carries. */
    RECORD_UNREADABLE(FailureKind.OURS),
    /** Whenever the record was worked on, its process died or hung. */
    PROCESS_DIED(FailureKind.OURS),
    /** The work took longer than its limit. */
    STAGE_TIMEOUT(FailureKind.TRANSIENT),
    /** The object store did not answer, or answered with an error. */
    STORE_UNAVAILABLE(FailureKind.OUTAGE),
    /** Stored bytes are not those that were announced. */
    STORED_BYTES_DIFFER(FailureKind.OURS),
    /** An object that a fact names does not exist. */
    STORED_OBJECT_MISSING(FailureKind.OURS),
    /** The disk is full. */
    DISK_FULL(FailureKind.TRANSIENT),
    /** The schema registry did not answer, or is not the one that knows our schemas. */
    REGISTRY_UNAVAILABLE(FailureKind.OUTAGE),
    /** The database did not answer, or answered with an error. */
    DATABASE_UNAVAILABLE(FailureKind.OUTAGE),
    /** The budget of an outside service is spent for now. */
    LANE_BUSY(FailureKind.THROTTLED),
    /** A stage claims a lane that has no settings, or is not open to that stage. */
    LANE_UNKNOWN(FailureKind.OURS),
    /** A stage claims more than the lane allows for one call. */
    LANE_CLAIM_TOO_LARGE(FailureKind.OURS),
    /** The job can't end in the time that its caller allowed. */
    DEADLINE_PASSED(FailureKind.BUSINESS),
    /** The job has cost what its caller allowed. */
    BUDGET_EXCEEDED(FailureKind.BUSINESS),
    /** The job was cancelled. */
    JOB_CANCELLED(FailureKind.CANCELLED);

    private final FailureKind kind;

    CommonFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
