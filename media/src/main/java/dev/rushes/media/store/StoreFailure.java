package dev.rushes.media.store;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of the object store that are not the store's fault. */
public enum StoreFailure implements FailureCode {
    /** More bytes came than the limit allows. */
    OBJECT_TOO_LARGE(FailureKind.INPUT),
    /** An object came in in more pieces than the store can join. */
    TOO_MANY_PARTS(FailureKind.INPUT);

    private final FailureKind kind;

    StoreFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
