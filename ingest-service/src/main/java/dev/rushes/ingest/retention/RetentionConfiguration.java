package dev.rushes.ingest.retention;

import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.LedgerConfiguration;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.ingest.rounds.Rounds;
import dev.rushes.ingest.tus.JobUploads;
import dev.rushes.ingest.tus.UploadSettings;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.UnfinishedUploads;
import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Wires retention. Needs a ledger, uploads, the store, the log, and somebody who tells it what to forget. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
public class RetentionConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionConfiguration.class);

    @Bean
    TermsBook retentionTerms(RetentionSettings settings, ObjectProvider<KafkaSettings> kafka) {
        TermsBook terms = settings.terms();
        kafka.ifAvailable(its -> {
            if (terms.common().failedWork().compareTo(its.deadLetterRetention()) < 0) {
                LOG.warn(
                        "Expected work files of failed jobs to be kept as long as dead letters ({}), so that a replay finds them,"
                                + " but they go after {}: see rushes.retention.failed-work, .outputs and .jobs",
                        its.deadLetterRetention(),
                        terms.common().failedWork());
            }
        });
        return terms;
    }

    /** The schema is brought up to date before anybody can ask; it looks into the ledger's. */
    @Bean
    Expiries retentionExpiries(
            Ledger migratedFirst,
            DatabaseClient database,
            RowAccess access,
            DatabaseSettings settings,
            Migrations migrations) {
        migrations.migrate("retention");
        return new Expiries(database, access, settings.answerTimeout());
    }

    @Bean
    Sweeps retentionSweeps(
            Expiries migratedFirst, DatabaseClient database, RowAccess access, DatabaseSettings settings) {
        return new Sweeps(database, access, settings.answerTimeout());
    }

    @Bean
    Orphans retentionOrphans(
            Expiries migratedFirst,
            JobUploads uploads,
            DatabaseClient database,
            RowAccess access,
            DatabaseSettings settings) {
        return new Orphans(database, access, uploads, settings.answerTimeout());
    }

    @Bean
    RetentionDesk retentionDesk(
            Expiries expiries,
            Orphans orphans,
            Sweeps sweeps,
            TermsBook retentionTerms,
            RetentionSettings settings,
            ObjectProvider<Clock> clocks) {
        return new RetentionDesk(
                expiries, orphans, sweeps, retentionTerms, settings.orphans().rule(), clock(clocks));
    }

    /** Tests bring one of their own. */
    private static Clock clock(ObjectProvider<Clock> clocks) {
        return clocks.getIfAvailable(Clock::systemUTC);
    }

    @Bean
    Rounds retentionRounds(
            Expiries expiries,
            Sweeps sweeps,
            Orphans orphans,
            ObjectStore store,
            Optional<UnfinishedUploads> unfinished,
            PartStore parts,
            JobUploads uploads,
            UploadSettings uploading,
            Forgetting forgetting,
            EventLog log,
            Audit audit,
            DatabaseSettings database,
            RetentionSettings settings,
            MeterRegistry registry,
            ObjectProvider<Clock> clocks) {
        Clock clock = clock(clocks);
        RetentionMeters meters = new RetentionMeters(registry);
        RetentionAudit told = new RetentionAudit(audit, database.answerTimeout(), clock);
        JobObjects objects = new JobObjects(store, settings.deletions());
        Retention retention = new Retention(
                sweeps,
                new Expirer(expiries, objects, forgetting, told, meters, settings, clock),
                new OrphanSweep(
                        store,
                        orphans,
                        new UnfinishedSweep(unfinished, uploads, told, meters),
                        new PartsSweep(
                                parts,
                                uploads,
                                told,
                                meters,
                                new PartsSweep.Limits(uploading.expiry(), settings.objects(), settings.pause())),
                        sweeps,
                        told,
                        meters,
                        settings,
                        clock),
                // When something was told, the brokers' clocks say.
                latest -> log.hasRead(
                        LedgerConfiguration.GROUP, Clock.systemUTC().instant().minus(latest)),
                meters,
                settings,
                clock,
                UUID.randomUUID());
        return new Rounds("what is over", settings.tick(), settings.tick(), retention::look);
    }
}
