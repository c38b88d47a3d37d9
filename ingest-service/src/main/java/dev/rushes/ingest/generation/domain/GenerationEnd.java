package dev.rushes.ingest.generation.domain;

/** How a purchase without a film ends. The names are failure codes, and what is stored. */
public enum GenerationEnd {
    /** The service will not make that film, and has said so at once. */
    REFUSED,
    /** The film, or what was asked for, is not shown. */
    FILTERED,
    /** The service could not make it. */
    FAILED,
    /** The service's own budget for the film is used up. */
    OUT_OF_BUDGET,
    /** It was made, and is no longer there. */
    EXPIRED,
    /** Nobody knows whether it was bought. */
    UNKNOWN;

    static GenerationEnd of(Look.Why why) {
        return switch (why) {
            case FILTERED -> FILTERED;
            case OUT_OF_BUDGET -> OUT_OF_BUDGET;
            case FAILED, CANCELLED -> FAILED;
        };
    }
}
