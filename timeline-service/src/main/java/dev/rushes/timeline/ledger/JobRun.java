package dev.rushes.timeline.ledger;

import dev.rushes.runtime.stage.JobTicket;
import java.util.UUID;

/**
 * What the ledger keeps apart.
 *
 * @param job identifier of the job
 * @param run 1 for the first try
 */
public record JobRun(UUID job, int run) {

    public static JobRun of(JobTicket ticket) {
        return new JobRun(ticket.jobId(), ticket.run());
    }
}
