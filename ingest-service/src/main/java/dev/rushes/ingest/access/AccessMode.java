package dev.rushes.ingest.access;

/** How callers prove who they are. */
public enum AccessMode {
    /** Not at all: everybody who reaches the port is {@link Caller#LOCAL}. Served on loopback only. */
    NONE,
    /** With a key of this installation. */
    API_KEY,
    /** With a token that an OpenID provider has signed. */
    JWT
}
