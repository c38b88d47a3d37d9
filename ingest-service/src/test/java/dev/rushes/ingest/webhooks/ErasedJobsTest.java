package dev.rushes.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.Logged;
import dev.rushes.ingest.webhooks.store.ErasedJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErasedJobsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static WebhookLab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = new WebhookLab();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void aTryThatWasUnderWayDoesNotBringDeliveriesOfAnErasedJobBack() {
        UUID job = UUID.randomUUID();
        Due erased = due(Optional.of(job));
        Due other = due(Optional.of(UUID.randomUUID()));
        Due none = due(Optional.empty());
        lab.tables.deliveries().owed(erased, NOW).block();
        assertThat(lab.tables.deliveries().standing(erased.id()).block()).isNotNull();

        ErasedJobs jobs = new ErasedJobs(lab.database, lab.access);
        jobs.erase(WebhookLab.TENANT, job).block();
        jobs.erase(WebhookLab.TENANT, job).block();
        for (Due due : new Due[] {erased, other, none}) {
            lab.tables
                    .deliveries()
                    .tried(due, new Logged.Try(1, 1, NOW, Duration.ZERO, Optional.of(500), "no"), Logged.State.RETRYING)
                    .block();
            lab.tables.deliveries().owed(due.again(), NOW).block();
            lab.tables.deliveries().givenUp(due.again(), NOW).block();
        }

        assertThat(lab.tables.deliveries().standing(erased.id()).block()).isNull();
        assertThat(lab.tables.deliveries().standing(other.id()).block()).isNotNull();
        assertThat(lab.tables.deliveries().standing(none.id()).block()).isNotNull();
        assertThat(lab.tables.deliveries().isErased(erased).block()).isTrue();
        assertThat(lab.tables.deliveries().isErased(other).block()).isFalse();
        assertThat(lab.tables.deliveries().isErased(none).block()).isFalse();
    }

    private static Due due(Optional<UUID> job) {
        return new Due(UUID.randomUUID(), WebhookLab.TENANT, UUID.randomUUID(), "job.completed", job, NOW, 1, "{}");
    }
}
