package dev.rushes.runtime.stage;

import dev.rushes.flow.FlowStage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What every stage knows of the job that it works for. It travels with each fact, so that a stage asks nobody.
 *
 * @param jobId identifier of the job
 * @param tenant owner
 * @param run 1 for the first try; an explicit retry opens the next
 * @param recipe name of the recipe
 * @param route stages that the job visits, in order
 * @param options what the caller wants
 * @param priority urgency among the tenant's jobs
 * @param requestedAt when the job was requested
 */
public record JobTicket(
        UUID jobId,
        String tenant,
        int run,
        String recipe,
        List<FlowStage> route,
        JobOptions options,
        Priority priority,
        Instant requestedAt) {

    public JobTicket {
        route = List.copyOf(route);
    }

    /** The same with another urgency. */
    public JobTicket withPriority(Priority other) {
        return new JobTicket(jobId, tenant, run, recipe, route, options, other, requestedAt);
    }

    /** Urgency among the jobs of one tenant. */
    public enum Priority {
        LOW,
        NORMAL,
        HIGH
    }
}
