package dev.rushes.runtime.database;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Down when Postgres does not answer in time. */
final class DatabaseHealthIndicator implements ReactiveHealthIndicator {
    private final DatabaseClient database;
    private final Duration patience;

    DatabaseHealthIndicator(DatabaseClient database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    @Override
    public Mono<Health> health() {
        return database.sql("select 1")
                .fetch()
                .first()
                .timeout(patience)
                .map(row -> Health.up().build())
                .onErrorResume(error -> Mono.just(Health.down()
                        .withDetail("error", error.getClass().getSimpleName())
                        .build()));
    }
}
