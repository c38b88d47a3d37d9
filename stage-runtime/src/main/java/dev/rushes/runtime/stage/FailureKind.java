package dev.rushes.runtime.stage;

/** Whose fault a failure is. It alone decides whether the runtime retries, waits, fails the job or dead-letters the record. */
public enum FailureKind {
    /** The footage or the request is bad: the job fails at once, no retry, no dead letter. */
    INPUT,
    /** Something outside is briefly unwell: retry with backoff, then dead letter. */
    TRANSIENT,
    /**
     * Something that every record of the stage needs is away, such as the object store or the database: the record waits, and the stage takes
     * up one record at a time until one succeeds; not an attempt.
     */
    OUTAGE,
    /** Somebody outside asks to slow down: wait as long as they say; not an attempt. */
    THROTTLED,
    /** A fault of this program or its set-up: retry with backoff, then dead letter. */
    OURS,
    /**
     * What the caller allowed is used up, time or money, or going on would cost money once more, which only the caller can allow: the job fails at
     * once, no retry, no dead letter.
     */
    BUSINESS,
    /** The job was cancelled: nothing more is said or done. */
    CANCELLED
}
