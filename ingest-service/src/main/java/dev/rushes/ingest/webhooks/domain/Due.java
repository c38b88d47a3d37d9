package dev.rushes.ingest.webhooks.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that is owed.
 *
 * @param id what receivers see as webhook-id: the same for every try and every replay
 * @param tenant owner of the endpoint
 * @param endpointId where to
 * @param type type of the event
 * @param jobId the job that it is about, if any
 * @param eventAt when the event happened
 * @param round 1 for the first time; each replay asks for the next
 * @param body the JSON text that is sent
 */
public record Due(
        UUID id,
        String tenant,
        UUID endpointId,
        String type,
        Optional<UUID> jobId,
        Instant eventAt,
        int round,
        String body) {

    /** The same delivery once more. */
    public Due again() {
        return new Due(id, tenant, endpointId, type, jobId, eventAt, round + 1, body);
    }
}
