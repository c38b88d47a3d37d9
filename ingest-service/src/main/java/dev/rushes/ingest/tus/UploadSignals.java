package dev.rushes.ingest.tus;

import dev.rushes.runtime.database.DatabaseSettings;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What instances tell each other about uploads, through Postgres ({@code LISTEN}). Only to be quick: a signal that is missed is made up for by
 * looking at the rows now and then.
 */
final class UploadSignals {
    static final String CHANNEL = "rushes_uploads";
    static final String WANTED = "wanted ";
    static final String FREE = "free ";

    private static final Logger LOG = LoggerFactory.getLogger(UploadSignals.class);
    private static final Duration LINGER = Duration.ofSeconds(30);

    private final Flux<String> signals;

    UploadSignals(DatabaseSettings settings) {
        PostgresqlConnectionFactory factory =
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .database(settings.name())
                        .username(settings.user())
                        .password(settings.password())
                        .applicationName("rushes-uploads")
                        .connectTimeout(settings.acquireTimeout())
                        .tcpKeepAlive(true)
                        .build());
        this.signals = Flux.usingWhen(factory.create(), UploadSignals::listen, PostgresqlConnection::close)
                .concatWith(Mono.error(() -> new IllegalStateException("the connection ended")))
                .doOnError(e -> LOG.warn("Lost the connection that tells of wanted uploads: {}", e.getMessage()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5)))
                .publish()
                .refCount(1, LINGER);
    }

    /** Somebody waits for an upload. */
    Flux<String> wanted(UUID id) {
        return of(WANTED + id);
    }

    /** An upload has become free. */
    Flux<String> freed(UUID id) {
        return of(FREE + id);
    }

    private Flux<String> of(String signal) {
        return signals.filter(signal::equals).onBackpressureLatest();
    }

    private static Flux<String> listen(PostgresqlConnection connection) {
        return connection
                .createStatement("listen " + CHANNEL)
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated, 1)
                .thenMany(
                        connection.getNotifications().map(notification -> String.valueOf(notification.getParameter())));
    }
}
