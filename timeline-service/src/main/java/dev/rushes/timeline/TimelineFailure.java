package dev.rushes.timeline;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of the timeline stage. */
enum TimelineFailure implements FailureCode {
    /** A chunk can not be analyzed, and the job asked not to go on without it. */
    CHUNK_NOT_ANALYZED(FailureKind.INPUT),
    /** The footage has no length that anybody knows of. */
    FOOTAGE_WITHOUT_LENGTH(FailureKind.INPUT);

    private final FailureKind kind;

    TimelineFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
