package dev.rushes.ingest.api;

import dev.rushes.runtime.stage.JobTicket.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of a job, as it is asked for.
 *
 * @param eventId identifier of the fact
 * @param tenant owner of the job
 * @param jobId the job
 * @param run its current run
 * @param onlyAt holds only at this revision of the job; empty holds at any
 * @param patch what changes
 */
public record JobAmendment(UUID eventId, String tenant, UUID jobId, int run, Optional<Long> onlyAt, Patch patch) {

    /**
     * What changes; what is absent stays.
     *
     * @param titled whether the title changes
     * @param title the new one; empty takes it away
     * @param labels labels that are set
     * @param labelsRemoved labels that are taken away
     * @param priority the new urgency
     */
    public record Patch(
            boolean titled,
            Optional<String> title,
            Map<String, String> labels,
            List<String> labelsRemoved,
            Optional<Priority> priority) {
        public Patch {
            labels = Map.copyOf(labels);
            labelsRemoved = List.copyOf(labelsRemoved);
        }
    }
}
