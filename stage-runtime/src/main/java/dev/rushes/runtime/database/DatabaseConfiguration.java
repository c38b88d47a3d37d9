package dev.rushes.runtime.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Two bounded pools of connections for all that an instance does in Postgres: {@link Connections}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseConfiguration {
    private static final int UNBOUNDED = -1;

    @Bean(destroyMethod = "dispose")
    Connections connectionFactory(DatabaseSettings settings, ObjectProvider<MeterRegistry> meters) {
        ConnectionFactory postgres = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(settings.host())
                .port(settings.port())
                .database(settings.name())
                .username(settings.user())
                .password(settings.password())
                .applicationName("rushes")
                .connectTimeout(settings.acquireTimeout())
                .statementTimeout(settings.statementTimeout())
                .options(Map.of("role", RowAccess.TENANT_ROLE))
                .tcpKeepAlive(true)
                .build());
        ConnectionPool requests = pool(postgres, settings, settings.connections(), settings.waitingRequests());
        ConnectionPool work = pool(postgres, settings, settings.workConnections(), UNBOUNDED);
        meters.ifAvailable(registry -> {
            watch(registry, "requests", requests);
            watch(registry, "work", work);
        });
        return new Connections(requests, work, settings.requestWait());
    }

    private static void watch(MeterRegistry registry, String name, ConnectionPool pool) {
        PoolMetrics metrics = pool.getMetrics().orElseThrow();
        gauge(registry, DatabaseMeter.USED, name, metrics, PoolMetrics::acquiredSize);
        gauge(registry, DatabaseMeter.WAITING, name, metrics, PoolMetrics::pendingAcquireSize);
    }

    private static void gauge(
            MeterRegistry registry,
            DatabaseMeter meter,
            String pool,
            PoolMetrics metrics,
            ToDoubleFunction<PoolMetrics> value) {
        Gauge.builder(meter.meterName(), metrics, value)
                .description(meter.description())
                .tag("pool", pool)
                .strongReference(true)
                .register(registry);
    }

    /** @param mostWaiting who may wait for a connection at once; negative: whoever wants */
    private static ConnectionPool pool(
            ConnectionFactory postgres, DatabaseSettings settings, int connections, int mostWaiting) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(postgres)
                .initialSize(0)
                .maxSize(connections)
                .maxAcquireTime(settings.acquireTimeout())
                .maxIdleTime(Duration.ofMinutes(5))
                .validationQuery("select 1")
                .customizer(pool -> {
                    var unused = pool.maxPendingAcquire(mostWaiting);
                })
                .build());
    }

    @Bean
    DatabaseClient databaseClient(ConnectionFactory connectionFactory) {
        return DatabaseClient.create(connectionFactory);
    }

    @Bean
    ReactiveTransactionManager transactionManager(ConnectionFactory connectionFactory) {
        return new R2dbcTransactionManager(connectionFactory);
    }

    @Bean
    TransactionalOperator transactionalOperator(ReactiveTransactionManager transactionManager) {
        return TransactionalOperator.create(transactionManager);
    }

    @Bean
    RowAccess rowAccess(DatabaseClient databaseClient, TransactionalOperator transactionalOperator) {
        return new RowAccess(databaseClient, transactionalOperator);
    }

    @Bean
    DatabaseHealthIndicator databaseHealthIndicator(DatabaseClient databaseClient, DatabaseSettings settings) {
        return new DatabaseHealthIndicator(databaseClient, settings.answerTimeout());
    }

    @Bean
    Migrations migrations(DatabaseSettings settings) {
        return new Migrations(settings);
    }
}
