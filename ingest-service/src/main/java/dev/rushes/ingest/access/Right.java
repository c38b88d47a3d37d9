package dev.rushes.ingest.access;

/** What a role may be used for. */
public enum Right {
    /** To look. */
    READ,
    /** To change something. */
    WRITE
}
