package dev.rushes.ingest.generation;

import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of making footage from words. Where trying again would buy again, the kind is one that nobody tries again. */
public enum GenerationFailure implements FailureCode {
    /** This installation has no key for a generator. */
    GENERATION_OFF(FailureKind.INPUT),
    /** The service will not make that film. */
    GENERATION_REFUSED(FailureKind.INPUT),
    /** What was made, or asked for, is not shown. */
    GENERATION_FILTERED(FailureKind.INPUT),
    /** The service could not make the film. */
    GENERATION_FAILED(FailureKind.BUSINESS),
    /** The service's own budget for the film is used up. */
    GENERATION_OUT_OF_BUDGET(FailureKind.BUSINESS),
    /** The film was made and is no longer there. */
    GENERATION_EXPIRED(FailureKind.BUSINESS),
    /** Nobody knows whether a film was bought. */
    GENERATION_UNKNOWN(FailureKind.BUSINESS),
    /** The film is not ready after a long time; it may still become so. */
    GENERATION_TOO_SLOW(FailureKind.BUSINESS),
    /** The film is being made. */
    GENERATION_RUNNING(FailureKind.THROTTLED),
    /** The service takes no orders now; nothing was bought. */
    GENERATOR_BUSY(FailureKind.THROTTLED),
    /** The service can't be reached; nothing was bought. */
    GENERATOR_UNAVAILABLE(FailureKind.TRANSIENT),
    /** The service refuses our key or does not have our model; nothing was bought. */
    GENERATOR_MISCONFIGURED(FailureKind.OURS),
    /** The film is made, but it could not be fetched, or what came was none. */
    GENERATION_NOT_FETCHED(FailureKind.TRANSIENT);

    private final FailureKind kind;

    GenerationFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }

    static GenerationFailure of(GenerationEnd end) {
        return switch (end) {
            case REFUSED -> GENERATION_REFUSED;
            case FILTERED -> GENERATION_FILTERED;
            case FAILED -> GENERATION_FAILED;
            case OUT_OF_BUDGET -> GENERATION_OUT_OF_BUDGET;
            case EXPIRED -> GENERATION_EXPIRED;
            case UNKNOWN -> GENERATION_UNKNOWN;
        };
    }
}
