package dev.rushes.ingest.quota;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** What tenants have spent. */
public interface Spending {
    /** Millionths of a dollar that the tenant has spent since then. */
    Mono<Long> since(String tenant, Instant begin);
}
