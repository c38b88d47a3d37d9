package dev.rushes.ingest.webhooks;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.AuditEntry;
import dev.rushes.runtime.wire.EventIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives an endpoint up and tells: the audit, and the other endpoints of the tenant. Telling comes first and has identifiers that follow from the endpoint and
 * its last change, so that a crash in between repeats news but leaves nobody in the dark.
 */
final class GivingUp {
    private static final Logger LOG = LoggerFactory.getLogger(GivingUp.class);
    private static final String ACTION = "webhooks.disable";
    private static final String OPERATOR = "rushes";

    private final Endpoints endpoints;
    private final Postbox postbox;
    private final Audit audit;
    private final WebhookMeters meters;

    GivingUp(Endpoints endpoints, Postbox postbox, Audit audit, WebhookMeters meters) {
        this.endpoints = endpoints;
        this.postbox = postbox;
        this.audit = audit;
        this.meters = meters;
    }

    /** @param why a sentence for the owner */
    Mono<Void> disable(Endpoint endpoint, String why, Instant now) {
        UUID id = EventIds.of(endpoint.id(), 1, FlowStage.WEBHOOKS, "disabled/" + endpoint.updatedAt());
        return audit.write(entry(id, endpoint, why, now))
                .then(Mono.defer(() -> tellOthers(id, endpoint, why, now)))
                .then(Mono.defer(() -> endpoints.disable(endpoint.id(), why)))
                .doOnSuccess(_ -> {
                    meters.disabled();
                    LOG.warn("Endpoint {} of tenant {} is told no more: {}", endpoint.id(), endpoint.tenant(), why);
                });
    }

    private Mono<Void> tellOthers(UUID event, Endpoint lost, String why, Instant now) {
        return endpoints
                .listening(List.of(lost.tenant()), List.of())
                .filter(other -> !other.id().equals(lost.id()) && other.filter().wants(HookType.WEBHOOK_DISABLED))
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(other -> postbox.post(new Due(
                        DeliveryIds.of(event, other.id()),
                        other.tenant(),
                        other.id(),
                        HookType.WEBHOOK_DISABLED.label(),
                        Optional.empty(),
                        now,
                        1,
                        HookBodies.disabled(lost.id(), why, now))))
                .then();
    }

    private static AuditEntry entry(UUID id, Endpoint endpoint, String why, Instant now) {
        return new AuditEntry(
                id,
                now,
                new AuditEntry.Deed(id, OPERATOR, ACTION, why, Map.of(), false),
                new AuditEntry.Subject(endpoint.id().toString(), endpoint.tenant(), endpoint.jobId(), Optional.empty()),
                AuditEntry.Result.DONE,
                Map.of(),
                Optional.empty());
    }
}
