package dev.rushes.runtime.rules;

/** Where a job stands, for whoever wants to take up its work again. */
public sealed interface JobStanding {

    /** Nobody has heard of such a job. */
    record Unknown() implements JobStanding {}

    /** It has been erased: nothing of it is to come back. */
    record Erased() implements JobStanding {}

    /** There is nobody here who knows about jobs. */
    record Untold() implements JobStanding {}

    /**
     * It is not over.
     *
     * @param run its current run
     */
    record Running(int run) implements JobStanding {}

    /**
     * Its current run is over, for good.
     *
     * @param run its current run
     * @param completed whether it reached the end of its route; else it failed or was cancelled
     * @param requestKnown whether it is known what was asked for, so that it can be asked for again
     */
    record Over(int run, boolean completed, boolean requestKnown) implements JobStanding {}
}
