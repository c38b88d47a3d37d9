package dev.rushes.ingest.webhooks.wire;

import dev.rushes.events.WebhookDue;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.webhooks.Postbox;
import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.runtime.kafka.FactPublisher;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Puts deliveries on {@code rushes.webhooks}. */
public final class LogPostbox implements Postbox {
    private final FactPublisher facts;

    public LogPostbox(FactPublisher facts) {
        this.facts = facts;
        // A record's class parses its schema when it is first used, which reads files: now, and not later on an event
        // loop.
        Objects.requireNonNull(WebhookDue.getClassSchema());
    }

    @Override
    public Mono<Void> post(Due due) {
        return Mono.defer(
                () -> facts.publish(FlowStage.WEBHOOKS.topic(), due.id().toString(), DueWire.write(due), Map.of()));
    }
}
