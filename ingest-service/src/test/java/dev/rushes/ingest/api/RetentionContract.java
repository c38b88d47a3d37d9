package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.quota.domain.Limit;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.kafka.AuditEntry;
import dev.rushes.runtime.rules.JobStanding;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** What goes by policy, and when, whatever the store is. Time is set by hand; nothing but the clock is the tests' own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RetentionContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);
    /** The facts of tests begin at ten. */
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final List<String> QUICK = List.of(
            "rushes.retention.tick=20ms",
            "rushes.retention.pause=0ms",
            "rushes.retention.first-wait=50ms",
            "rushes.retention.tenants.hasty.work=1d",
            "rushes.retention.tenants.hasty.jobs=2d",
            // These tests are about jobs; what belongs to nobody has tests of its own.
            "rushes.retention.orphans.margin=36500d",
            "rushes.erasure.interval=50ms",
            "rushes.erasure.settle=300ms",
            "rushes.erasure.first-wait=50ms",
            "rushes.erasure.longest-wait=200ms");

    private Path folder;
    private ApiServer server;
    private ManualClock clock;
    private List<String> database;
    private List<String> settings;

    @Configuration(proxyBeanMethods = false)
    static class Time {
        @Bean
        ManualClock manualClock() {
            return new ManualClock(NOON);
        }
    }

    /** Settings of the store. */
    abstract String[] store();

    @BeforeAll
    void start(@TempDir Path files) {
        folder = files;
        database = TestDatabase.create();
        settings = Stream.concat(QUICK.stream(), Stream.of(store())).toList();
        server = instance();
        clock = server.context.getBean(ManualClock.class);
    }

    private ApiServer instance() {
        return ApiServer.start(folder, List.of(Time.class), database, settings.toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Jobs of other tests are gone or young: time starts again, and nothing that is over then is due. */
    @BeforeEach
    void everythingIsThere() {
        server.audit.away = false;
        server.log.away = false;
        server.log.unread = false;
        clock.set(NOON);
    }

    @Test
    void workFilesGoAfterTheirTimeAndNotBeforeAndFootageAndFilmsStay() {
        UUID job = stored(completed());

        clock.set(end(job, "workFiles").minusMillis(1));
        var _ = round();
        assertThat(objects(job)).hasSize(all(job).size());

        clock.set(end(job, "workFiles"));
        var _ = round();
        assertThat(objects(job)).containsExactlyInAnyOrderElementsOf(kept(job));
        JsonNode view = json(server.get("/api/v1/jobs/" + job));
        assertThat(view.path("state").asString()).isEqualTo("COMPLETED");
        assertThat(view.path("cost").path("bytesStored").asLong())
                .as("footage, timeline and film of the facts, without chunks and findings")
                .isEqualTo(3 * 1234);
        assertThat(audited(job, "retention.work-files")).containsExactly("BEGUN", "DONE");
        assertThat(outcome(job, "retention.work-files", "objects"))
                .isEqualTo(Integer.toString(all(job).size() - kept(job).size()));
    }

    @Test
    void whoAsksForChunksThatAreGoneIsToldSoAndFilmsAreServedOn() {
        UUID job = stored(completed());
        String page = "/api/v1/jobs/" + job + "/chunks";
        String link = json(server.post(page + "/refresh", ""))
                .path("chunks")
                .path(0)
                .path("href")
                .asString();
        assertThat(server.get(link).statusCode()).isEqualTo(200);

        clock.set(end(job, "workFiles"));
        var _ = round();

        assertProblem(server.get(link), 410, "FILE_EXPIRED");
        assertProblem(server.post(page + "/refresh", ""), 410, "CHUNKS_EXPIRED");
        JsonNode chunk = json(server.get(page)).path("chunks").path(0);
        assertThat(chunk.path("duration").asDouble()).isEqualTo(10);
        assertThat(chunk.has("href")).isFalse();
        String film = json(server.get("/api/v1/jobs/" + job + "/outputs"))
                .path("outputs")
                .path(0)
                .path("href")
                .asString();
        assertThat(server.get(film).statusCode()).isEqualTo(200);
    }

    @Test
    void outputsGoInTheirTurnAndTheJobStaysToBeRead() {
        UUID job = stored(completed());
        String self = "/api/v1/jobs/" + job;
        String film = json(server.get(self + "/outputs"))
                .path("outputs")
                .path(0)
                .path("href")
                .asString();

        Instant over = end(job, "outputs");
        clock.set(over);
        var _ = round();

        assertThat(objects(job)).isEmpty();
        assertProblem(server.get(film), 410, "FILE_EXPIRED");
        for (HttpResponse<String> answer : List.of(
                server.get(self + "/outputs"),
                server.post(self + "/outputs/refresh", ""),
                server.get(self + "/timeline"),
                server.post(self + "/retry?force=true", ""))) {
            assertProblem(answer, 410, "OUTPUTS_EXPIRED");
            assertThat(json(answer).path("detail").asString())
                    .contains("at " + over + ", and they have been removed", "Send the footage again as a new job.");
        }
        assertThat(server.get(self).statusCode()).isEqualTo(200);
        assertThat(server.get(self + "/logs").statusCode()).isEqualTo(200);
        assertThat(audited(job, "retention.outputs")).containsExactly("BEGUN", "DONE");
        assertThat(audited(job, "retention.work-files"))
                .as("they went with the outputs")
                .isEmpty();
        assertThat(standing(job))
                .as("a replay has nothing to go on with")
                .isEqualTo(new JobStanding.FootageGone(Optional.of(over)));
    }

    @Test
    void aJobWhoseTimeIsOverIsForgottenAndItsOwnerIsToldSo() {
        UUID job = stored(completed());

        clock.set(end(job, "job"));
        var _ = round();

        assertProblem(server.get("/api/v1/jobs/" + job), 410, "JOB_EXPIRED");
        assertProblem(server.post("/api/v1/jobs/" + job + "/retry", ""), 410, "JOB_EXPIRED");
        assertThat(standing(job)).isInstanceOf(JobStanding.Expired.class);
        assertThat(server.get("/api/v1/jobs").body()).doesNotContain(job.toString());
        await(() -> json(server.get("/api/v1/jobs/" + job + "/data"))
                .path("state")
                .asString()
                .equals("ERASED"));
        assertThat(objects(job)).isEmpty();
        assertThat(json(server.get("/api/v1/jobs/" + job + "/data")).path("by").asString())
                .isEqualTo("retention");
        assertThat(audited(job, "retention.job")).containsExactly("BEGUN");
        assertThat(audited(job, "jobs.erased")).containsExactly("DONE");
    }

    @Test
    void aFailedJobKeepsItsWorkFilesAsLongAsItsDeadLetters() {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        server.happen(List.of(facts.requested(), facts.started(FlowStage.UPLOAD), facts.failed(FlowStage.RENDER)));
        var _ = stored(job);

        clock.set(NOON.plus(DAY.multipliedBy(29)));
        var _ = round();
        assertThat(objects(job)).hasSize(all(job).size());
        assertThat(standing(job)).isEqualTo(new JobStanding.Over(1, false, true));

        clock.set(end(job, "workFiles"));
        var _ = round();
        assertThat(objects(job)).isEmpty();
    }

    @Test
    void aJobThatIsNotOverLosesNothingHoweverOldItIs() {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        server.happen(List.of(facts.requested(), facts.started(FlowStage.UPLOAD)));
        var _ = stored(job);

        clock.set(NOON.plus(DAY.multipliedBy(10_000)));
        var _ = round();

        assertThat(objects(job)).hasSize(all(job).size());
        assertThat(json(server.get("/api/v1/jobs/" + job)).has("expires")).isFalse();
        server.happen(List.of(facts.cancelled()));
        assertThat(json(server.get("/api/v1/jobs/" + job)).has("expires")).isTrue();
    }

    @Test
    void aJobThatIsToGoOnLosesNothingFromTheMomentItWasAskedFor() {
        UUID job = stored(completed());
        clock.set(end(job, "workFiles"));

        assertThat(server.post("/api/v1/jobs/" + job + "/retry?force=true", "").statusCode())
                .isEqualTo(202);
        var _ = round();
        assertThat(objects(job)).hasSize(all(job).size());

        Facts again = new Facts(job).run(2);
        server.happen(List.of(again.started(FlowStage.UPLOAD), again.completed()));
        var _ = round();
        assertThat(objects(job))
                .as("held for a while, whatever the ledger says")
                .hasSize(all(job).size());
    }

    @Test
    void aFurtherRunMakesWorkFilesAnewAndTheyGoInTheirTime() {
        UUID job = stored(completed());
        clock.set(end(job, "workFiles"));
        var _ = round();
        assertThat(objects(job)).hasSize(kept(job).size());

        Facts again = new Facts(job).run(2);
        List<JobFact> life = new ArrayList<>(again.life(2));
        server.happen(life);
        var _ = stored(job);
        assertThat(server.post("/api/v1/jobs/" + job + "/chunks/refresh", "").statusCode())
                .isEqualTo(200);

        var _ = round();
        assertThat(objects(job)).hasSize(kept(job).size());
        assertThat(audited(job, "retention.work-files")).containsExactly("BEGUN", "DONE", "BEGUN", "DONE");
    }

    @Test
    void aTenantMayHaveTermsOfItsOwn() {
        UUID job = UUID.randomUUID();
        server.happen(new Facts(job, "hasty").life(2));
        UUID common = stored(completed());
        store(new JobKeys("hasty", job).chunkManifest());
        store(new JobKeys("hasty", job).source());

        clock.set(NOON.plus(DAY));
        var _ = round();

        assertThat(keys(new JobKeys("hasty", job).folder())).containsExactly(new JobKeys("hasty", job).source());
        assertThat(objects(common)).hasSize(all(common).size());
        clock.set(NOON.plus(DAY.multipliedBy(2)));
        var _ = round();
        await(() -> keys(new JobKeys("hasty", job).folder()).isEmpty());
        assertThat(objects(common)).hasSize(all(common).size());
    }

    @Test
    void whatIsGoneMakesRoomAndAnErasedJobOnlyWhenItsObjectsAreGone() {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job, "roomy");
        server.happen(facts.life(2));
        assertThat(bytesOf("roomy")).as("footage, two chunks and a film").isEqualTo(4 * 1234);

        clock.set(NOON.plus(DAY.multipliedBy(7)));
        var _ = round();
        assertThat(bytesOf("roomy")).as("footage and a film").isEqualTo(2 * 1234);

        server.audit.away = true;
        server.happen(List.of(facts.erased()));
        assertThat(bytesOf("roomy"))
                .as("footage, film and timeline, on their way out")
                .isEqualTo(3 * 1234);
        server.audit.away = false;
        await(() -> bytesOf("roomy") == 0);
    }

    @Test
    void whatCanNotBeAuditedIsNotRemovedAndComesAgain() {
        UUID job = stored(completed());
        server.audit.away = true;
        clock.set(end(job, "workFiles"));
        // The audit is away for who asks as well: the round comes by itself.
        roundWithoutAsking();
        assertThat(objects(job)).hasSize(all(job).size());

        server.audit.away = false;
        await(() -> {
            var _ = round();
            return objects(job).size() == kept(job).size();
        });
        assertThat(audited(job, "retention.work-files")).containsExactly("BEGUN", "DONE");
    }

    @Test
    void whileTheLedgerIsBehindNothingGoes() {
        UUID job = stored(completed());
        clock.set(end(job, "workFiles"));
        server.log.unread = true;

        JsonNode sweep = round();

        assertThat(sweep.path("problem").asString()).isEqualTo("LEDGER_BEHIND");
        assertThat(objects(job)).hasSize(all(job).size());
        server.log.unread = false;
        assertThat(round().has("problem")).isFalse();
        assertThat(objects(job)).hasSize(kept(job).size());
    }

    @Test
    void operatorsSeeWhatWouldGoBeforeItGoes() {
        UUID job = stored(completed());
        clock.set(end(job, "workFiles"));

        JsonNode view = json(server.get("/api/v1/retention?limit=500"));

        assertThat(view.path("terms").path("workFiles").asLong()).isEqualTo(7 * 86_400);
        assertThat(view.path("terms").path("failedWorkFiles").asLong()).isEqualTo(30 * 86_400);
        assertThat(view.path("tenants").path("hasty").path("jobs").asLong()).isEqualTo(2 * 86_400);
        assertThat(view.path("due").path("WORK").asLong()).isPositive();
        assertThat(view.path("next").valueStream()).anySatisfy(due -> {
            assertThat(due.path("id").asString()).isEqualTo(job.toString());
            assertThat(due.path("what").asString()).isEqualTo("WORK");
            assertThat(due.path("tenant").asString()).isEqualTo("default");
        });
        assertThat(objects(job)).as("looking changes nothing").hasSize(all(job).size());
        var _ = round();
        assertThat(json(server.get("/api/v1/retention?limit=500")).path("next").valueStream())
                .noneMatch(due -> due.path("id").asString().equals(job.toString()));
        assertProblem(server.get("/api/v1/retention?limit=0"), 400, "REQUEST_INVALID");
        assertProblem(server.post("/api/v1/retention", "{\"removeorphans\": true}"), 400, "REQUEST_INVALID");
    }

    @Test
    void twoInstancesDoTheWorkOfOne() {
        List<UUID> jobs = Stream.generate(() -> stored(completed())).limit(12).toList();
        try (ApiServer other = instance()) {
            Instant due = end(jobs.getFirst(), "workFiles");
            other.context.getBean(ManualClock.class).set(due);
            clock.set(due);
            var _ = round();
            var _ = round();

            for (UUID job : jobs) {
                assertThat(objects(job)).hasSize(kept(job).size());
                assertThat(Stream.concat(server.audit.entries.stream(), other.audit.entries.stream())
                                .filter(entry -> entry.subject()
                                        .job()
                                        .filter(job::equals)
                                        .isPresent())
                                .filter(entry -> entry.result() == AuditEntry.Result.DONE))
                        .hasSize(1);
            }
        }
    }

    // What there is

    private UUID completed() {
        UUID job = UUID.randomUUID();
        server.happen(new Facts(job).life(2));
        return job;
    }

    /** Stores everything that a job has. */
    private UUID stored(UUID job) {
        all(job).forEach(this::store);
        return job;
    }

    private List<String> all(UUID job) {
        JobKeys keys = new JobKeys("default", job);
        List<String> all = new ArrayList<>(kept(job));
        all.addAll(List.of(
                keys.chunk(Track.VIDEO, 0, "mp4"),
                keys.chunk(Track.VIDEO, 1, "mp4"),
                keys.chunkManifest(),
                keys.analysis(Track.VIDEO, 0),
                keys.analysis(Track.VIDEO, 1),
                keys.renderPart("a1", "0001.ts")));
        return all;
    }

    private List<String> kept(UUID job) {
        JobKeys keys = new JobKeys("default", job);
        return List.of(
                keys.source(),
                keys.sourceManifest(),
                keys.timeline(),
                keys.render("film", "mp4"),
                keys.renderManifest());
    }

    private void store(String key) {
        assertThat(server.store
                        .put(key, "bytes".getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                        .block(PATIENCE))
                .isNotNull();
    }

    private List<String> objects(UUID job) {
        return keys(new JobKeys("default", job).folder());
    }

    private List<String> keys(String below) {
        return server.store
                .list(below)
                .map(object -> object.key())
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private long bytesOf(String tenant) {
        return server.context
                .getBean(Quotas.class)
                .usage(tenant)
                .blockOptional(PATIENCE)
                .orElseThrow()
                .used()
                .getOrDefault(Limit.BYTES, 0L);
    }

    private JobStanding standing(UUID job) {
        return server.context
                .getBean(Reopening.class)
                .standing(new Reopening.JobName("default", job))
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    /** When something of a job goes, as its owner is told. */
    private Instant end(UUID job, String what) {
        return Instant.parse(json(server.get("/api/v1/jobs/" + job))
                .path("expires")
                .path(what)
                .asString());
    }

    // What is done

    /** Has a round over jobs made; what came of it. */
    private JsonNode round() {
        assertThat(server.post("/api/v1/retention", "").statusCode()).isEqualTo(202);
        return ended();
    }

    private void roundWithoutAsking() {
        server.context
                .getBean(dev.rushes.ingest.retention.RetentionDesk.class)
                .run(false)
                .block(PATIENCE);
        var _ = ended();
    }

    /** One that has been asked for is due at once, until it has ended. */
    private JsonNode ended() {
        await(() -> {
            JsonNode sweep = sweep();
            return !sweep.path("running").asBoolean()
                    && Instant.parse(sweep.path("dueAt").asString()).isAfter(Instant.now());
        });
        return sweep();
    }

    private JsonNode sweep() {
        return json(server.get("/api/v1/retention"))
                .path("sweeps")
                .valueStream()
                .filter(sweep -> sweep.path("name").asString().equals("JOBS"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> audited(UUID job, String action) {
        return entries(job, action).map(entry -> entry.result().name()).toList();
    }

    private String outcome(UUID job, String action, String name) {
        return entries(job, action)
                .map(entry -> Optional.ofNullable(entry.outcome().get(name)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private Stream<AuditEntry> entries(UUID job, String action) {
        return server.audit.entries.stream()
                .filter(entry -> entry.deed().action().equals(action))
                .filter(entry -> entry.subject().job().filter(job::equals).isPresent())
                .peek(entry -> assertThat(entry.deed().operator()).isEqualTo("retention"));
    }

    private void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(json(answer).path("detail").asString()).contains("Expected");
    }

    private void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
