package dev.rushes.runtime.wire;

import dev.rushes.runtime.stage.JobTicket;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where in a job's life an event happened.
 *
 * @param jobId the job
 * @param tenant its owner
 * @param run its run
 * @param unit unit of work inside the stage; empty where a job has a single one
 * @param attempt which try of the unit
 * @param traceId trace of the job
 * @param at when
 */
public record Moment(
        UUID jobId, String tenant, int run, Optional<String> unit, int attempt, String traceId, Instant at) {

    public static Moment of(JobTicket ticket, Optional<String> unit, int attempt, String traceId, Instant at) {
        return new Moment(ticket.jobId(), ticket.tenant(), ticket.run(), unit, attempt, traceId, at);
    }

    public Moment withUnit(String other) {
        return new Moment(jobId, tenant, run, Optional.of(other), attempt, traceId, at);
    }
}
