package dev.rushes.runtime.kafka;

import reactor.core.publisher.Mono;

/** Writes down what operators do, on {@code rushes.audit}. */
public interface Audit {

    /**
     * Writes one entry.
     *
     * @return completes when Kafka has acknowledged it; an error means that nobody knows, so write the same entry again
     */
    Mono<Void> write(AuditEntry entry);
}
