package dev.rushes.runtime.rules;

import java.time.Instant;
import java.util.Optional;

/** Where a job stands, for whoever wants to take up its work again. */
public sealed interface JobStanding {

    /** Nobody has heard of such a job. */
    record Unknown() implements JobStanding {}

    /**
     * Somebody had it erased: nothing of it is to come back.
     *
     * @param at when it was asked for
     */
    record Erased(Instant at) implements JobStanding {}

    /**
     * Its time was over: it has been removed with all it had.
     *
     * @param at since when
     */
    record Expired(Instant at) implements JobStanding {}

    /**
     * It is known, but the time of its footage was over: a further run has nothing to begin with.
     *
     * @param since when that was, as far as known
     */
    record FootageGone(Optional<Instant> since) implements JobStanding {}

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
