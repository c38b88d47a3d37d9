package dev.rushes.ingest.tus;

/** Why no more bytes of a request are taken. */
enum End {
    /** All are here. */
    COMPLETE,
    /** The client has broken off. */
    CLIENT_LEFT,
    /** More came than the upload has room for. */
    TOO_LONG,
    /** Another request wants the upload. */
    WANTED,
    /** Another request has it already. */
    LOST,
    /** Too little came for too long. */
    STALLED,
    /** This instance stops. */
    STOPPING
}
