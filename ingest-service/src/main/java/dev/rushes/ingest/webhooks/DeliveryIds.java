package dev.rushes.ingest.webhooks;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.wire.EventIds;
import java.util.UUID;

/** Identifiers of deliveries: one for each event and endpoint, whoever computes it and however often. */
final class DeliveryIds {
    private DeliveryIds() {}

    static UUID of(UUID event, UUID endpoint) {
        return EventIds.of(endpoint, 1, FlowStage.WEBHOOKS, event.toString());
    }

    /** The endpoint that a job names. */
    static UUID endpointOf(UUID job) {
        return EventIds.of(job, 1, FlowStage.WEBHOOKS, "endpoint");
    }
}
