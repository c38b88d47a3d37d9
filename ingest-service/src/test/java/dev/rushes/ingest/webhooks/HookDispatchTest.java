package dev.rushes.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.WebhookDue;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.domain.Logged;
import dev.rushes.ingest.webhooks.domain.News;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events give rise to which deliveries, over crashes, repeats and tenants. */
class HookDispatchTest {
    private static final UUID JOB = UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-111111111111");
    private WebhookLab lab;

    @BeforeEach
    void open() throws IOException {
        lab = new WebhookLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void whoWantsItIsTold() {
        var all = lab.endpoint("http://a.example.com/", "*");
        var ends = lab.endpoint("http://b.example.com/", "job.completed", "job.failed");
        var stages = lab.endpoint("http://c.example.com/", "job.stage.*");

        dispatch(news(FactType.STAGE_FINISHED), news(FactType.COMPLETED));

        assertThat(told(all)).containsExactly("job.stage.completed", "job.completed");
        assertThat(told(ends)).containsExactly("job.completed");
        assertThat(told(stages)).containsExactly("job.stage.completed");
    }

    @Test
    void theBodyIsThinAndNamesTheRest() {
        var _ = lab.endpoint("http://a.example.com/", "*");

        dispatch(news(FactType.FAILED));

        assertThat(due().getFirst().getBody())
                .contains(
                        "\"type\":\"job.failed\"",
                        "\"jobId\":\"" + JOB + "\"",
                        "\"error\":{",
                        "\"code\":\"MEDIA_NOT_RECOGNIZED\"",
                        "\"/api/v1/jobs/" + JOB + "\"");
        assertThat(due().getFirst().getBody().length()).isLessThan(20_000);
    }

    @Test
    void theSameEventAndEndpointAreTheSameDeliveryHoweverOftenTheyComeUp() {
        var _ = lab.endpoint("http://a.example.com/", "*");
        News completed = news(FactType.COMPLETED);
        lab.brokerIsAway(true);
        assertThatThrownBy(() -> dispatch(completed)).hasMessageContaining("broker");
        assertThat(lab.posted).isEmpty();

        lab.brokerIsAway(false);
        dispatch(completed);
        // The process dies before the offset is committed: the batch comes again.
        lab.change("delete from webhooks.jobs");
        dispatch(completed);

        assertThat(due())
                .hasSize(2)
                .extracting(WebhookDue::getEventId)
                .containsOnly(due().getFirst().getEventId());
    }

    @Test
    void ofTwoEndsOfARunOnlyTheFirstIsToldAsTheLedgerHasIt() {
        var made = lab.endpoint("http://a.example.com/", "job.*");

        dispatch(news(FactType.CANCELLED), news(FactType.COMPLETED));
        dispatch(news(FactType.FAILED));

        assertThat(told(made)).containsExactly("job.cancelled");
    }

    @Test
    void nobodyIsToldOfAnotherTenantsJobs() {
        var made = lab.endpoint("http://a.example.com/", "*");

        dispatch(news("other", FactType.COMPLETED, Instant.now(), Optional.empty()));

        assertThat(told(made)).isEmpty();
    }

    @Test
    void whatHappenedBeforeAnEndpointWasThereOrTooLongAgoIsNotTold() {
        News before = news(FactType.STAGE_STARTED);
        var made = lab.endpoint("http://a.example.com/", "*");
        lab.change("update webhooks.endpoints set created_at = created_at - interval '100 days'");
        News old = news(
                WebhookLab.TENANT, FactType.STAGE_STARTED, Instant.now().minus(Duration.ofDays(8)), Optional.empty());
        var late = lab.endpoint("http://b.example.com/", "*");

        dispatch(old, before);

        assertThat(told(made)).hasSize(1);
        assertThat(told(late)).isEmpty();
    }

    @Test
    void aJobsOwnWebhookHearsOfThatJobOnlyAndIsSignedWithItsOwnSecret() throws IOException {
        try (Receiver receiver = new Receiver("127.0.0.2")) {
            SigningSecret secret = SigningSecret.make(new SecureRandom());
            lab.name("job.example.com", "127.0.0.2");
            dispatch(
                    requested(receiver, Optional.of(lab.seal.close(secret, WebhookLab.TENANT))),
                    news(FactType.STAGE_STARTED),
                    news(FactType.COMPLETED));
            dispatch(news(UUID.randomUUID(), FactType.COMPLETED));

            lab.deliver();

            assertThat(receiver.got).singleElement().satisfies(got -> {
                assertThat(got.body()).contains("job.completed", JOB.toString());
                WebhookLab.verify(secret, got);
            });
        }
    }

    @Test
    void aJobsWebhookWithoutASecretIsSignedWithTheTenantsSecretForJobs() throws IOException {
        try (Receiver receiver = new Receiver("127.0.0.2")) {
            lab.name("job.example.com", "127.0.0.2");
            var shown = lab.desk
                    .rotateJobSecret(WebhookLab.TENANT, Optional.empty(), Optional.empty())
                    .blockOptional()
                    .orElseThrow();
            dispatch(requested(receiver, Optional.empty()), news(FactType.COMPLETED));

            lab.deliver();

            WebhookLab.verify(shown.secret(), receiver.got.getFirst());
        }
    }

    @Test
    void aSealedSecretOfAnotherTenantSignsNothing() throws IOException {
        try (Receiver receiver = new Receiver("127.0.0.2")) {
            SigningSecret stolen = SigningSecret.make(new SecureRandom());
            lab.name("job.example.com", "127.0.0.2");
            dispatch(requested(receiver, Optional.of(lab.seal.close(stolen, "victim"))), news(FactType.COMPLETED));

            lab.deliver();

            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void theLogIsBoundedByItsRetention() {
        var made = lab.endpoint("http://a.example.com/", "*");
        dispatch(news(FactType.COMPLETED));
        lab.change("update webhooks.deliveries set created_at = created_at - interval '31 days'");
        dispatchLater();

        List<Logged> left = lab.desk
                .deliveries(WebhookLab.TENANT, made.endpoint().id(), Optional.empty(), Optional.empty(), 10)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(left).isEmpty();
    }

    private void dispatchLater() {
        // A newly started instance sweeps with its first batch.
        new HookDispatch(
                        lab.tables,
                        _ -> reactor.core.publisher.Mono.empty(),
                        new WebhookMeters(new io.micrometer.core.instrument.simple.SimpleMeterRegistry()),
                        lab.settings,
                        java.time.Clock.systemUTC())
                .dispatch(List.of(news(UUID.randomUUID(), FactType.STAGE_NOTED)))
                .block();
    }

    private void dispatch(News... news) {
        lab.dispatch.dispatch(List.of(news)).block();
    }

    private List<WebhookDue> due() {
        return lab.posted.stream().map(WebhookDue.class::cast).toList();
    }

    private List<String> told(WebhookDesk.WithSecret made) {
        return due().stream()
                .filter(due -> due.getEndpointId().equals(made.endpoint().id()))
                .map(WebhookDue::getType)
                .toList();
    }

    private static News requested(Receiver receiver, Optional<String> sealed) {
        String url = "http://job.example.com:" + receiver.port() + "/";
        return news(
                WebhookLab.TENANT,
                FactType.REQUESTED,
                Instant.now(),
                Optional.of(new Webhook(url, List.of("job.completed"), sealed)));
    }

    private static News news(FactType fact) {
        return news(WebhookLab.TENANT, fact, Instant.now(), Optional.empty());
    }

    private static News news(UUID job, FactType fact) {
        return news(job, WebhookLab.TENANT, fact, Instant.now(), Optional.empty());
    }

    private static News news(String tenant, FactType fact, Instant at, Optional<Webhook> webhook) {
        return news(JOB, tenant, fact, at, webhook);
    }

    private static News news(UUID job, String tenant, FactType fact, Instant at, Optional<Webhook> webhook) {
        Optional<HookType> type =
                switch (fact) {
                    case REQUESTED -> Optional.of(HookType.JOB_REQUESTED);
                    case STAGE_STARTED -> Optional.of(HookType.STAGE_STARTED);
                    case STAGE_FINISHED -> Optional.of(HookType.STAGE_COMPLETED);
                    case COMPLETED -> Optional.of(HookType.JOB_COMPLETED);
                    case FAILED -> Optional.of(HookType.JOB_FAILED);
                    case CANCELLED -> Optional.of(HookType.JOB_CANCELLED);
                    default -> Optional.empty();
                };
        return new News(
                UUID.randomUUID(),
                at,
                tenant,
                job,
                1,
                fact,
                type,
                new News.Place(Optional.of("split"), Optional.empty(), 1),
                fact == FactType.FAILED
                        ? Optional.of(new News.Trouble("MEDIA_NOT_RECOGNIZED", "Expected footage, but got \"text\"."))
                        : Optional.empty(),
                List.of(),
                webhook);
    }
}
