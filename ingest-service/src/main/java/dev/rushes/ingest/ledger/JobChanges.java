package dev.rushes.ingest.ledger;

import dev.rushes.runtime.database.DatabaseSettings;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Says that a job has changed, on every instance, whichever of them projected the change: Postgres tells ({@code LISTEN}) when the projector's
 * transaction has committed, so whoever then reads the ledger sees the change. One connection of its own for each instance, opened with the
 * first listener and closed after the last.
 */
public final class JobChanges {
    private static final Logger LOG = LoggerFactory.getLogger(JobChanges.class);
    private static final Duration LINGER = Duration.ofSeconds(30);

    private final Flux<Change> changes;

    /**
     * Something has changed.
     *
     * @param job empty if it may have been any
     * @param tenant owner of the job; empty if it may be anybody's
     */
    public record Change(Optional<UUID> job, Optional<String> tenant) {
        static final Change ANY = new Change(Optional.empty(), Optional.empty());
    }

    JobChanges(DatabaseSettings settings) {
        PostgresqlConnectionFactory factory =
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .database(settings.name())
                        .username(settings.user())
                        .password(settings.password())
                        .applicationName("rushes-changes")
                        .connectTimeout(settings.acquireTimeout())
                        .tcpKeepAlive(true)
                        .build());
        this.changes = Flux.usingWhen(factory.create(), JobChanges::listen, PostgresqlConnection::close)
                .concatWith(Mono.error(() -> new IllegalStateException("the connection ended")))
                .doOnError(e -> LOG.warn("Lost the connection that tells of changed jobs: {}", e.getMessage()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5)))
                .publish()
                .refCount(1, LINGER);
    }

    /**
     * A signal for each change of a job, and one whenever changes may have been missed. Signals that are not taken in time become one. Never
     * completes.
     */
    public Flux<UUID> of(UUID jobId) {
        return changes.filter(change -> change.job().map(jobId::equals).orElse(true))
                .map(_ -> jobId)
                .onBackpressureLatest();
    }

    /** Changes of a tenant's jobs, and one of no job in particular whenever some may have been missed. To be taken at once. Never completes. */
    public Flux<Change> ofTenant(String tenant) {
        return changes.filter(change -> change.tenant().map(tenant::equals).orElse(true));
    }

    private static Flux<Change> listen(PostgresqlConnection connection) {
        return connection
                .createStatement("listen " + JobWriter.CHANNEL)
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated, 1)
                .then(Mono.just(Change.ANY))
                .concatWith(connection.getNotifications().map(notification -> change(notification.getParameter())));
    }

    /** What nobody of this version said may concern any job. */
    private static Change change(@Nullable String parameter) {
        String[] parts = String.valueOf(parameter).split(" ", 2);
        try {
            return new Change(
                    Optional.of(UUID.fromString(parts[0])),
                    parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
        } catch (IllegalArgumentException _) {
            return Change.ANY;
        }
    }
}
