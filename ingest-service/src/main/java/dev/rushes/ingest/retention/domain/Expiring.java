package dev.rushes.ingest.retention.domain;

/** What goes of a job when its time is over, the first first. Names are stored. */
public enum Expiring {
    /** Chunks, findings, parts of films: what was needed for the work alone. */
    WORK,
    /** Films, timeline and footage, and work files that are still there. */
    OUTPUTS,
    /** The job itself with all it has. */
    JOB
}
