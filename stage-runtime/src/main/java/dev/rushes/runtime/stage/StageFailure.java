package dev.rushes.runtime.stage;

import org.jspecify.annotations.Nullable;

/** A {@link Failure} on its way up through code that does not return outcomes. */
public final class StageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public StageFailure(Failure failure) {
        this(failure, null);
    }

    public StageFailure(Failure failure, @Nullable Throwable cause) {
        super(failure.code().name() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    public StageFailure(FailureCode code, String message) {
        this(Failure.of(code, message), null);
    }

    public StageFailure(FailureCode code, String message, @Nullable Throwable cause) {
        this(Failure.of(code, message), cause);
    }

    public Failure failure() {
        return failure;
    }
}
