package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a try may take: as long as the stage allows, and as the job's deadline does.
 *
 * @param stage which it is
 * @param most what it allows
 */
record TimeLimit(FlowStage stage, Duration most) {

    /** What is left of it. Not positive if the job's deadline has passed. */
    Duration left(JobTicket job, Instant now) {
        return job.options()
                .terms()
                .deadline()
                .map(deadline -> Duration.between(now, deadline))
                .filter(left -> left.compareTo(most) < 0)
                .orElse(most);
    }

    /** The failure of a job whose deadline has passed; else empty. */
    Optional<Failure> passed(JobTicket job, Instant now) {
        return job.options()
                .terms()
                .deadline()
                .filter(deadline -> !now.isBefore(deadline))
                .map(deadline -> Failure.of(
                        CommonFailure.DEADLINE_PASSED,
                        "Expected the job to end by " + deadline + ", but the " + stage.label()
                                + " stage is still to be done"));
    }

    /** The failure of a try that took too long. */
    Failure reached(JobTicket job, Instant now) {
        return passed(job, now)
                .orElseGet(() -> Failure.of(
                        CommonFailure.STAGE_TIMEOUT,
                        "Expected the " + stage.label() + " stage to finish within " + most + ", but it did not"));
    }
}
