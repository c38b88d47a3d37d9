package dev.rushes.ingest.api;

import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.AuditEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** The audit in memory. */
final class MemoryAudit implements Audit {
    final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Void> write(AuditEntry entry) {
        return Mono.fromRunnable(() -> entries.add(entry));
    }
}
