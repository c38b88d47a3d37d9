package dev.rushes.runtime.wire;

import dev.rushes.events.Job;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobTicket;
import java.time.Instant;
import java.util.UUID;

/**
 * What a fact gets from the runtime: its job, its time and its identifier.
 *
 * @param ticket the job
 * @param stage the stage that gives the fact
 * @param occurredAt when it happened
 */
public record Stamp(JobTicket ticket, FlowStage stage, Instant occurredAt) {

    /** The section that every fact carries. */
    public Job job() {
        return JobWire.job(ticket);
    }

    /**
     * The identifier of a fact: the same whenever the same work is announced.
     *
     * @param name distinguishes the facts of this stage, job and run: "media-stored", "chunk-video-00003"
     */
    public UUID eventId(String name) {
        return EventIds.of(ticket.jobId(), ticket.run(), stage, name);
    }
}
