package dev.rushes.timeline.findings;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of reading findings. */
enum FindingsFailure implements FailureCode {
    /** There are more findings than an instance may hold in memory. */
    FINDINGS_TOO_LARGE(FailureKind.OURS);

    private final FailureKind kind;

    FindingsFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
