package dev.rushes.ingest.source;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of getting at footage. */
public enum SourceFailure implements FailureCode {
    /** Nothing is stored under the key that the request names. */
    SOURCE_MISSING(FailureKind.INPUT),
    /** The footage has more bytes than this installation accepts. */
    SOURCE_TOO_LARGE(FailureKind.INPUT),
    /** The server will not send the footage, however often one asks. */
    SOURCE_REFUSED(FailureKind.INPUT),
    /** The address leads to where footage may not be fetched from. */
    SOURCE_ADDRESS_FORBIDDEN(FailureKind.INPUT),
    /** The server can't be reached, is unwell or broke off. */
    SOURCE_UNAVAILABLE(FailureKind.TRANSIENT),
    /** The server asks to come back later. */
    SOURCE_THROTTLED(FailureKind.THROTTLED);

    private final FailureKind kind;

    SourceFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
