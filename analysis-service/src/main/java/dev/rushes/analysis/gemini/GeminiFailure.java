package dev.rushes.analysis.gemini;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of Gemini that the runtime has to know. All others end as a status in the findings. */
public enum GeminiFailure implements FailureCode {
    /** The service takes no calls for a while: the record waits, and it is not a try. */
    GEMINI_THROTTLED(FailureKind.THROTTLED),
    /** The chunk is so long that one try is not enough: what was answered is kept, the record comes again, and it is not a try. */
    GEMINI_UNFINISHED(FailureKind.THROTTLED);

    private final FailureKind kind;

    GeminiFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
