package dev.rushes.campaigns.stub;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failures by plan. */
public enum StubFailure implements FailureCode {
    /** The footage is bad. */
    BAD_FOOTAGE(FailureKind.INPUT),
    /** It does not work this time. */
    NOT_THIS_TIME(FailureKind.TRANSIENT);

    private final FailureKind kind;

    StubFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
