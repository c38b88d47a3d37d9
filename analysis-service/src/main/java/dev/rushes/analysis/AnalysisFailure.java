package dev.rushes.analysis;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of the analysis. */
public enum AnalysisFailure implements FailureCode {
    /** The job asks for an analyzer that this installation does not have. */
    ANALYZER_UNKNOWN(FailureKind.INPUT);

    private final FailureKind kind;

    AnalysisFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
