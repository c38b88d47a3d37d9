package dev.rushes.ingest.quota;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** What tenants have spent. Nobody keeps an account yet, so by default it is nothing. */
public interface Spending {
    Spending NONE = (_, _) -> Mono.just(0L);

    /** Millionths of money that the tenant has spent since then. */
    Mono<Long> since(String tenant, Instant begin);
}
