package dev.rushes.ingest.erasure;

import dev.rushes.ingest.generation.store.Purchases;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.rounds.Rounds;
import dev.rushes.ingest.tus.JobUploads;
import dev.rushes.ingest.webhooks.store.ErasedJobs;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.kafka.Audit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the eraser. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureSettings.class)
public class ErasureConfiguration {

    @Bean
    Rounds erasureRounds(
            Tombstones tombstones,
            JobUploads uploads,
            ErasedJobs webhooks,
            Quotas quotas,
            Purchases purchases,
            ObjectStore store,
            Audit audit,
            ErasureSettings settings,
            MeterRegistry registry) {
        Eraser eraser = new Eraser(
                tombstones,
                new Remains(uploads, webhooks, quotas, purchases, store, settings.deletions()),
                audit,
                new ErasureMeters(registry),
                settings,
                Clock.systemUTC());
        return new Rounds("erased jobs", settings.interval(), settings.interval(), eraser::look);
    }
}
