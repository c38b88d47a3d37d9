package dev.rushes.ingest.access;

/** What somebody is to this installation. */
public enum Role {
    /** Sends footage and gets films: the jobs, uploads and streams of its own tenant. */
    USER,
    /** Runs the installation: stages, workers, dead letters, keys and the audit, of all tenants. Not by itself a user of any tenant's jobs. */
    OPERATOR
}
