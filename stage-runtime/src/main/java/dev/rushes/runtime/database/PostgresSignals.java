package dev.rushes.runtime.database;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What transactions of all instances say on a channel of Postgres ({@code LISTEN}), after their commit. One connection of its own, opened with the
 * first listener and closed a while after the last; a lost one is opened again.
 */
public final class PostgresSignals {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSignals.class);
    private static final Duration LINGER = Duration.ofSeconds(30);

    private final String channel;
    private final Flux<Optional<String>> signals;

    /** @param channel its name in Postgres, such as {@code rushes_uploads} */
    public PostgresSignals(DatabaseSettings settings, String channel) {
        this.channel = channel;
        PostgresqlConnectionFactory factory =
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .database(settings.name())
                        .username(settings.user())
                        .password(settings.password())
                        .applicationName("rushes-signals")
                        .connectTimeout(settings.acquireTimeout())
                        .tcpKeepAlive(true)
                        .build());
        this.signals = Flux.usingWhen(factory.create(), this::listen, PostgresqlConnection::close)
                .concatWith(Mono.error(() -> new IllegalStateException("the connection ended")))
                .doOnError(e -> LOG.warn("Lost the connection that hears signals on {}: {}", channel, e.getMessage()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true))
                .publish()
                .refCount(1, LINGER);
    }

    /** What is said from now on; an empty one whenever something may have been missed. Never completes. */
    public Flux<Optional<String>> all() {
        return signals;
    }

    private Flux<Optional<String>> listen(PostgresqlConnection connection) {
        return connection
                .createStatement("listen " + channel)
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated, 1)
                .then(Mono.just(Optional.<String>empty()))
                .concatWith(connection
                        .getNotifications()
                        .map(notification -> Optional.of(String.valueOf(notification.getParameter()))));
    }
}
