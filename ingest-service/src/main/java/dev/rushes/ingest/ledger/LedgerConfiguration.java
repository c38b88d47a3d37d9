package dev.rushes.ingest.ledger;

import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.LogFeed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Wires the ledger: its schema, its projector and its readers. Needs {@code DatabaseConfiguration} and an {@link EventLog}. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {
    /** Consumer group that the ledger follows the log as. */
    public static final String GROUP = LedgerFeed.GROUP;

    /** The schema is brought up to date before anybody can ask the ledger. */
    @Bean
    Ledger ledger(DatabaseClient database, RowAccess access, DatabaseSettings settings, Migrations migrations) {
        migrations.migrate("ledger");
        return new Ledger(database, access, settings.answerTimeout());
    }

    @Bean
    OverdrawnRuns ledgerOverdrawnRuns(
            Ledger ledger, DatabaseClient database, RowAccess access, DatabaseSettings settings) {
        return new OverdrawnRuns(database, access, settings.answerTimeout());
    }

    @Bean
    TenantNews ledgerNews(Ledger migratedFirst, DatabaseClient database, RowAccess access, DatabaseSettings settings) {
        return new TenantNews(database, access, settings.answerTimeout());
    }

    @Bean
    Tombstones ledgerTombstones(Ledger ledger, DatabaseClient database, RowAccess access, DatabaseSettings settings) {
        return new Tombstones(database, access, settings.answerTimeout());
    }

    @Bean
    JobChanges ledgerChanges(DatabaseSettings settings) {
        return new JobChanges(settings);
    }

    @Bean
    LedgerMeters ledgerMeters(MeterRegistry registry) {
        return new LedgerMeters(registry);
    }

    @Bean
    LedgerProjector ledgerProjector(Ledger ledger, DatabaseClient database, RowAccess access, LedgerMeters meters) {
        return new LedgerProjector(database, access, meters);
    }

    @Bean
    LogFeed ledgerFeed(EventLog log, LedgerProjector projector, LedgerMeters meters) {
        LedgerFeed reader = new LedgerFeed(projector, meters, Clock.systemUTC());
        LogFeed feed = new LogFeed(() -> log.read(LedgerFeed.GROUP, reader::project));
        meters.watchBacklog(feed::lag);
        return feed;
    }
}
