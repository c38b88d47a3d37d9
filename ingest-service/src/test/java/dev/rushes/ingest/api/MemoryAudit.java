package dev.rushes.ingest.api;

import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.AuditEntry;
import dev.rushes.runtime.kafka.AuditLog;
import dev.rushes.runtime.kafka.EventLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The audit in memory: what is told is read before the teller is acknowledged. It can be away. */
final class MemoryAudit implements Audit, AuditLog {
    final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
    volatile boolean away;
    private volatile Function<List<AuditEntry>, Mono<Void>> reader = _ -> Mono.empty();

    @Override
    public Mono<Void> write(AuditEntry entry) {
        return Mono.defer(() -> {
            if (away) {
                return Mono.error(new IllegalStateException("no broker"));
            }
            entries.add(entry);
            return reader.apply(List.of(entry));
        });
    }

    @Override
    public EventLog.Reading read(String group, Function<List<AuditEntry>, Mono<Void>> batch) {
        reader = batch;
        return new EventLog.Reading() {
            @Override
            public long lag() {
                return 0;
            }

            @Override
            public boolean caughtUp() {
                return true;
            }

            @Override
            public void close() {
                reader = _ -> Mono.empty();
            }
        };
    }
}
