package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.quota.QuotaSettings;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.quota.Spending;
import dev.rushes.ingest.quota.domain.Limit;
import dev.rushes.ingest.quota.domain.Limits;
import dev.rushes.ingest.quota.domain.QuotaRule.Verdict;
import dev.rushes.runtime.database.RowAccess;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Quotas against a real Postgres: at the door, and under two instances that share nothing else. */
class QuotasTest {
    private static final String FIRST = "rsk_00000000000000aa_" + "A".repeat(43);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final QuotaSettings UNLIMITED = new QuotaSettings(null, null, null, null, Duration.ofMinutes(10));

    @TempDir
    static Path folder;

    /** Nobody has spent anything. */
    private static final Spending NOTHING = (_, _) -> Mono.just(0L);

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                folder,
                "rushes.access.mode=api-key",
                "rushes.access.keys.first=" + FIRST,
                "rushes.database.answer-timeout=30s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Quotas instance(Instant now, Spending spending) {
        return new Quotas(
                server.context.getBean(DatabaseClient.class),
                server.context.getBean(RowAccess.class),
                UNLIMITED,
                spending,
                PATIENCE,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Quotas instance() {
        return instance(Instant.now(), NOTHING);
    }

    private static void limit(String tenant, Limit limit, long most) {
        instance()
                .set(tenant, Limits.NONE.with(limit, OptionalLong.of(most)), "test")
                .block(PATIENCE);
    }

    private static Verdict reserve(Quotas quotas, String tenant, long bytes) {
        return quotas.reserve(tenant, UUID.randomUUID(), 1, bytes)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    @Test
    void twoInstancesThatAreAskedAtOncePromiseNoPlaceTwice() {
        limit("crowd", Limit.JOBS, 5);
        List<Quotas> instances = List.of(instance(), instance());

        List<Verdict> verdicts = Flux.range(0, 60)
                .flatMap(time -> instances.get(time % 2).reserve("crowd", UUID.randomUUID(), 1, 0), 12)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(verdicts.stream().filter(Verdict.Granted.class::isInstance)).hasSize(5);
        assertThat(reserve(instance(), "calm", 0)).as("another tenant").isEqualTo(new Verdict.Granted());
    }

    @Test
    void theSameRunFindsItsPromiseAndAnOldOneIsForgotten() {
        limit("slow", Limit.JOBS, 1);
        Instant now = Instant.now();
        UUID job = UUID.randomUUID();

        assertThat(instance().reserve("slow", job, 1, 0).block(PATIENCE)).isEqualTo(new Verdict.Granted());
        assertThat(instance().reserve("slow", job, 1, 0).block(PATIENCE)).isEqualTo(new Verdict.Granted());
        assertThat(reserve(instance(), "slow", 0)).isEqualTo(new Verdict.Refused(Limit.JOBS, 1, 1));
        assertThat(reserve(instance(now.plus(Duration.ofMinutes(11)), NOTHING), "slow", 0))
                .isEqualTo(new Verdict.Granted());
    }

    @Test
    void theLedgerTakesOverFromThePromiseAndAJobThatIsOverGivesItsPlaceBack() {
        limit("film", Limit.JOBS, 1);
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job, "film");
        assertThat(instance().reserve("film", job, 1, 0).block(PATIENCE)).isEqualTo(new Verdict.Granted());

        List<dev.rushes.ingest.ledger.domain.JobFact> life = facts.life(2);
        server.happen(life.subList(0, 2));
        assertThat(reserve(instance(), "film", 0)).isEqualTo(new Verdict.Refused(Limit.JOBS, 1, 1));

        server.happen(life);
        assertThat(reserve(instance(), "film", 0)).isEqualTo(new Verdict.Granted());
    }

    @Test
    void storedAndPromisedBytesCountTogether() {
        limit("big", Limit.BYTES, 1_000_000_000_000L);
        assertThat(reserve(instance(), "big", 600_000_000_000L)).isEqualTo(new Verdict.Granted());
        assertThat(reserve(instance(), "big", 600_000_000_000L)).isInstanceOf(Verdict.Refused.class);
        server.happen(new Facts(UUID.randomUUID(), "big").life(3));

        Map<Limit, Long> used =
                instance().usage("big").blockOptional(PATIENCE).orElseThrow().used();
        assertThat(used.get(Limit.BYTES)).as("with footage, chunks and a film").isGreaterThan(600_000_000_000L);
    }

    @Test
    void whatTheTriesOfTheDayHaveCostCounts() {
        limit("poor", Limit.MONEY, 100);
        JobFact spent = new Facts(UUID.randomUUID(), "poor").spent(FlowStage.ANALYSIS, 1, 10, 100);
        server.happen(List.of(spent));
        Spending ledger = server.context.getBean(Ledger.class)::spentSince;
        Instant then = spent.occurredAt().plus(Duration.ofMinutes(1));

        assertThat(reserve(instance(then, ledger), "poor", 0)).isEqualTo(new Verdict.Refused(Limit.MONEY, 100, 100));
        assertThat(reserve(instance(then.plus(Duration.ofDays(1)), ledger), "poor", 0))
                .isEqualTo(new Verdict.Granted());
    }

    @Test
    void moneyIsAskedOfWhoeverKeepsTheAccount() {
        limit("rich", Limit.MONEY, 5_000_000);

        assertThat(reserve(instance(Instant.now(), (_, _) -> Mono.just(4_999_999L)), "rich", 0))
                .isEqualTo(new Verdict.Granted());
        assertThat(reserve(instance(Instant.now(), (_, _) -> Mono.just(5_000_000L)), "rich", 0))
                .isEqualTo(new Verdict.Refused(Limit.MONEY, 5_000_000, 5_000_000));
    }

    @Test
    void anOperatorSetsLimitsTheDoorKeepsThemAndTheTenantSeesThem() {
        String key = key("acme");
        HttpResponse<String> set = server.send(server.as(FIRST, "/api/v1/quotas/acme")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"jobs\": 1, \"bytes\": 5000}")));
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(server.audit.entries.getLast().deed().action()).isEqualTo("quotas.set");
        int before = server.files().size();

        HttpResponse<String> large = upload(key, 6000);
        assertThat(large.statusCode()).isEqualTo(403);
        assertThat(json(large).path("code").asString()).isEqualTo("BYTES_QUOTA_REACHED");
        HttpResponse<String> unknownLength = server.send(server.as(key, "/api/v1/uploads?filename=a.mp4")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[6000]))));
        assertThat(unknownLength.statusCode()).isEqualTo(403);
        assertThat(server.files()).as("nothing is left of it").hasSize(before);

        assertThat(upload(key, 4000).statusCode()).isEqualTo(202);
        HttpResponse<String> second = upload(key, 10);
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("Retry-After")).isPresent();
        assertThat(json(second).path("code").asString()).isEqualTo("JOBS_QUOTA_REACHED");
        assertThat(json(second).path("detail").asString()).contains("Expected at most 1", "Wait until one is over");

        HttpResponse<String> usage = server.send(server.as(key, "/api/v1/usage"));
        assertThat(json(usage).path("limits").path("jobs").asInt()).isEqualTo(1);
        assertThat(json(usage).path("used").path("jobs").asInt()).isEqualTo(1);
        assertThat(server.send(server.as(FIRST, "/api/v1/quotas/acme").DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(upload(key, 10).statusCode()).isEqualTo(202);
    }

    private static HttpResponse<String> upload(String key, int bytes) {
        return server.send(server.as(key, "/api/v1/uploads?filename=a.mp4")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])));
    }

    private static String key(String tenant) {
        HttpResponse<String> made = server.send(server.as(FIRST, "/api/v1/keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"tenant\": \"" + tenant + "\", \"scopes\": [\"user\"]}")));
        return json(made).path("secret").asString();
    }
}
