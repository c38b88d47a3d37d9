package dev.rushes.runtime.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/** One bounded pool of connections for all that an instance does in Postgres. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseConfiguration {

    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionFactory(DatabaseSettings settings) {
        PostgresqlConnectionConfiguration connection = PostgresqlConnectionConfiguration.builder()
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
                .build();
        return new ConnectionPool(ConnectionPoolConfiguration.builder(new PostgresqlConnectionFactory(connection))
                .initialSize(0)
                .maxSize(settings.connections())
                .maxAcquireTime(settings.acquireTimeout())
                .maxIdleTime(Duration.ofMinutes(5))
                .validationQuery("select 1")
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
