package dev.rushes.ingest.api;

import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.audit.AuditTrail;
import dev.rushes.ingest.access.keys.KeyStore;
import dev.rushes.ingest.access.keys.NewKeys;
import dev.rushes.ingest.check.Checkup;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.retention.RetentionDesk;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.Queues;
import dev.rushes.runtime.kafka.StageOrders;
import dev.rushes.runtime.kafka.Workers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what operators use: stages, workers, queues, dead letters, keys, quotas, retention and the audit. */
@Configuration(proxyBeanMethods = false)
class OperatorsConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    RetentionController apiRetention(RetentionDesk desk, Deeds deeds, ApiSettings settings) {
        return new RetentionController(desk, deeds, settings);
    }

    @Bean
    ErasureController apiErasure(
            Ledger ledger, Tombstones tombstones, JobPublisher apiJobPublisher, Deeds deeds, ApiSettings settings) {
        return new ErasureController(new ErasureDesk(ledger, tombstones, apiJobPublisher, deeds, settings));
    }

    @Bean
    Reopening apiReopening(Ledger ledger, JobDesk desk, Keeping keeping) {
        return new DeskReopening(ledger, desk, keeping);
    }

    @Bean
    DeadLettersController apiDeadLetters(DeadLetters letters, ApiSettings settings) {
        return new DeadLettersController(letters, settings);
    }

    @Bean
    StageDesk apiStageDesk(StageOrders orders, Workers workers, ApiSettings settings) {
        return new StageDesk(orders, workers, settings, CLOCK);
    }

    @Bean
    StagesController apiStages(StageDesk desk, Deeds deeds, ApiSettings settings) {
        return new StagesController(desk, deeds, settings.maxDocument());
    }

    @Bean
    Deeds apiDeeds(Audit audit, ApiSettings settings) {
        return new Deeds(audit, settings.publishTimeout(), settings.retryAfter(), CLOCK);
    }

    @Bean
    KeysController apiKeys(KeyStore store, NewKeys keys, Deeds deeds, AccessSettings access, ApiSettings settings) {
        return new KeysController(store, keys, deeds, access, settings, CLOCK);
    }

    @Bean
    QuotasController apiQuotas(Quotas quotas, Deeds deeds, ApiSettings settings) {
        return new QuotasController(quotas, deeds, settings);
    }

    @Bean
    AuditController apiAudit(AuditTrail trail, ApiSettings settings) {
        return new AuditController(trail, settings);
    }

    @Bean
    WorkersController apiWorkers(Workers workers) {
        return new WorkersController(workers);
    }

    @Bean
    SystemController apiSystem(Checkup checkup) {
        return new SystemController(checkup, CLOCK);
    }

    @Bean
    QueuesController apiQueues(Queues queues, Workers workers) {
        return new QueuesController(queues, workers, CLOCK);
    }
}
