package dev.rushes.ingest;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of the upload stage that are about the request itself. */
public enum IngestFailure implements FailureCode {
    /** The request asks for something that does not exist or is out of bounds. */
    REQUEST_INVALID(FailureKind.INPUT);

    private final FailureKind kind;

    IngestFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
