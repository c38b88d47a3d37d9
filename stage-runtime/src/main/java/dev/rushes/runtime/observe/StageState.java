package dev.rushes.runtime.observe;

/** What a stage does on one instance. */
public enum StageState {
    /** It takes up work as it comes. */
    RUNNING,
    /** By order it takes up nothing new; what runs is finished. */
    PAUSED,
    /** The instance shuts down. */
    DRAINING,
    /** Something that every record needs is away; one record at a time finds out whether it is back. */
    OUTAGE,
    /** Another version of the program has said something that this one has no name for. */
    UNKNOWN
}
