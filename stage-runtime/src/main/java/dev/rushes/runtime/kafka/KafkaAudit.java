package dev.rushes.runtime.kafka;

import dev.rushes.events.ActionResult;
import dev.rushes.events.OperatorActed;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.Trace;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/** {@code rushes.audit} in Kafka. */
final class KafkaAudit implements Audit {
    private final FactPublisher facts;

    KafkaAudit(FactPublisher facts) {
        this.facts = facts;
    }

    @Override
    public Mono<Void> write(AuditEntry entry) {
        return Mono.defer(() -> {
            Trace trace = entry.trace()
                    .map(its -> its.child(ThreadLocalRandom.current()))
                    .orElseGet(() -> Trace.begin(ThreadLocalRandom.current()));
            return facts.publish(
                    Flow.AUDIT,
                    entry.deed().id().toString(),
                    fact(entry, trace.traceId()),
                    Map.of(FactHeaders.TRACEPARENT, trace.traceparent()));
        });
    }

    private static OperatorActed fact(AuditEntry entry, String traceId) {
        AuditEntry.Deed deed = entry.deed();
        UUID job = entry.subject().job().orElse(null);
        return OperatorActed.newBuilder()
                .setEventId(entry.id())
                .setOccurredAt(entry.at())
                .setActionId(deed.id())
                .setOperator(deed.operator())
                .setAction(deed.action())
                .setSubject(entry.subject().name())
                .setTenant(entry.subject().tenant())
                .setJobId(job)
                .setRun(entry.subject().run().orElse(null))
                .setArguments(deed.arguments())
                .setReason(deed.reason())
                .setDryRun(deed.dryRun())
                .setResult(ActionResult.valueOf(entry.result().name()))
                .setOutcome(entry.outcome())
                .setTraceId(traceId)
                .build();
    }
}
