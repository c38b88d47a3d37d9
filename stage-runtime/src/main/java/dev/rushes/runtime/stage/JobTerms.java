package dev.rushes.runtime.stage;

import java.time.Instant;
import java.util.Optional;

/**
 * On which terms a job is done.
 *
 * @param deadline it must have ended by then
 * @param budgetMicroDollars most money that it may cost over all its runs, in millionths of a dollar
 * @param budgetCpuMillis most processor time of its tools over all its runs, in milliseconds
 */
public record JobTerms(Optional<Instant> deadline, Optional<Long> budgetMicroDollars, Optional<Long> budgetCpuMillis) {
    /** No terms at all. */
    public static final JobTerms NONE = new JobTerms(Optional.empty(), Optional.empty(), Optional.empty());
}
