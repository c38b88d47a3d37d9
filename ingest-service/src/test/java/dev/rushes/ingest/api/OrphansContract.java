package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static dev.rushes.ingest.api.TusClient.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.PartStore;
import dev.rushes.runtime.kafka.AuditEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** What belongs to nobody, whatever the store is. The age of objects is real, so the clock runs ahead of them. */
abstract class OrphansContract {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration DAY = Duration.ofDays(1);
    private static final JobKeys NOBODYS =
            new JobKeys("default", UUID.fromString("0195f000-0000-7000-8000-000000000001"));

    ApiServer server;
    ManualClock clock;

    @Configuration(proxyBeanMethods = false)
    static class Time {
        @Bean
        ManualClock manualClock() {
            return new ManualClock(Instant.now());
        }
    }

    /** Settings of the store. */
    abstract String[] store();

    @BeforeEach
    void start(@TempDir Path folder) {
        server = ApiServer.start(
                folder,
                List.of(Time.class),
                TestDatabase.create(),
                Stream.concat(
                                Stream.of(
                                        "rushes.retention.tick=20ms",
                                        "rushes.retention.pause=0ms",
                                        "rushes.retention.jobs=36500d",
                                        "rushes.retention.outputs=36500d",
                                        "rushes.retention.work=36500d",
                                        "rushes.retention.failed-work=36500d",
                                        "rushes.retention.orphans.margin=8d",
                                        "rushes.retention.orphans.most=3"),
                                Stream.of(store()))
                        .toArray(String[]::new));
        clock = server.context.getBean(ManualClock.class);
        // Somebody has something, or nothing would be believed.
        assertThat(Stream.generate(this::known).limit(4)).hasSize(4);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatBelongsToNobodyGoesWhenItIsOldEnough() {
        store(NOBODYS.source());
        store(NOBODYS.sourceManifest());
        UUID known = known();

        clock.move(DAY.multipliedBy(7));
        assertThat(sweep().path("found").asInt()).as("it may be on its way").isZero();
        assertThat(keys(NOBODYS.folder())).hasSize(2);

        clock.move(DAY.multipliedBy(2));
        JsonNode sweep = sweep();
        assertThat(sweep.path("found").asInt()).isEqualTo(1);
        assertThat(sweep.path("removed").asInt()).isEqualTo(2);
        assertThat(sweep.path("bytes").asInt()).isEqualTo(10);
        assertThat(keys(NOBODYS.folder())).isEmpty();
        assertThat(keys(new JobKeys("default", known).folder())).hasSize(1);
        assertThat(server.audit.entries.stream()
                        .filter(entry -> entry.deed().action().equals("retention.orphan"))
                        .filter(entry -> entry.subject().name().equals(NOBODYS.folder()))
                        .map(AuditEntry::result))
                .containsExactly(AuditEntry.Result.BEGUN, AuditEntry.Result.DONE);
        clock.move(DAY);
        assertThat(sweep().path("found").asInt()).isZero();
    }

    @Test
    void whatIsStoredLateMakesAFolderYoungAgain() {
        store(NOBODYS.source());
        clock.move(DAY.multipliedBy(9));
        assertThat(orphans(sweepThatMayNotRemove())).containsExactly(NOBODYS.folder());

        // Somebody has come: the ledger hears of the job before the next sweep.
        server.happen(List.of(new Facts(NOBODYS.jobId()).requested()));
        clock.move(DAY);
        assertThat(sweep().path("found").asInt()).isZero();

        assertThat(keys(NOBODYS.folder())).hasSize(1);
        assertThat(orphans(json(server.get("/api/v1/retention")))).isEmpty();
    }

    @Test
    void anUploadKeepsItsBytesAndSoDoesTheJobThatItBecomes() {
        try (TusClient tus = new TusClient(server.address("/").getPort())) {
            byte[] bytes = "footage".getBytes(StandardCharsets.UTF_8);
            String plain = tus.create(bytes.length);
            String film = tus.create(bytes.length, "Upload-Metadata", metadata("recipe", "highlights"));
            for (String path : List.of(plain, film)) {
                assertThat(tus.patch(path, 0, bytes).statusCode()).isEqualTo(204);
            }
            int before = keys("tenants").size();
            String gone = "tenants/default/uploads/" + UUID.randomUUID() + "/original";
            store(gone);

            clock.move(DAY.multipliedBy(9));
            assertThat(sweep().path("removed").asInt()).isEqualTo(1);

            assertThat(keys("tenants")).hasSize(before).doesNotContain(gone);
        }
    }

    /** Its row went with another database, or the process died before its removal was done. */
    @Test
    void partsOfAnUploadThatNobodyKnowsGoWhenTheyAreOldEnough() {
        PartStore parts = server.context.getBean(PartStore.class);
        UUID left = UUID.randomUUID();
        append(parts, left);
        try (TusClient tus = new TusClient(server.address("/").getPort())) {
            byte[] bytes = "footage".getBytes(StandardCharsets.UTF_8);
            String slow = tus.create(bytes.length);
            assertThat(tus.patch(slow, 0, Arrays.copyOf(bytes, 3)).statusCode()).isEqualTo(204);

            clock.move(DAY.multipliedBy(7));
            assertThat(sweep().path("found").asInt())
                    .as("somebody may be at it")
                    .isZero();
            assertThat(kept(parts)).hasSize(2).contains(left);

            clock.move(DAY.multipliedBy(2));
            assertThat(sweep().path("found").asInt()).isPositive();

            assertThat(kept(parts)).hasSize(1).doesNotContain(left);
            assertThat(tus.patch(slow, 3, Arrays.copyOfRange(bytes, 3, bytes.length))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(server.audit.entries.stream()
                        .filter(entry -> entry.deed().action().equals("retention.upload-parts"))
                        .filter(entry -> entry.subject().name().equals(".parts/" + left))
                        .map(AuditEntry::result))
                .containsExactly(AuditEntry.Result.BEGUN, AuditEntry.Result.DONE);
        clock.move(DAY);
        assertThat(sweep().path("found").asInt()).isZero();
    }

    /** As a process that dies after this append. */
    private static void append(PartStore parts, UUID upload) {
        assertThat(parts.begin(upload, "tenants/default/uploads/" + upload + "/original", "video/mp4", 1_000)
                        .flatMapMany(object -> parts.append(
                                object,
                                List.of(),
                                Flux.just(ByteBuffer.wrap("footage".getBytes(StandardCharsets.UTF_8)))))
                        .collectList()
                        .block(PATIENCE))
                .hasSize(1);
    }

    private static List<UUID> kept(PartStore parts) {
        return parts.kept()
                .map(PartStore.Kept::id)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    @Test
    void whatThisProgramDoesNotMakeIsNotTouched() {
        List<String> strange =
                List.of("tenants/default/notes/readme", "tenants/default/jobs/readme/a", "tenants/default/jobs/readme");
        strange.subList(0, 2).forEach(this::store);

        clock.move(DAY.multipliedBy(9));
        assertThat(sweep().path("found").asInt()).isZero();

        assertThat(keys("tenants")).containsAll(strange.subList(0, 2));
    }

    @Test
    void whatIsTooMuchToBeTrueWaitsForAPerson() {
        List<JobKeys> nobodys = Stream.generate(() -> new JobKeys("default", UUID.randomUUID()))
                .limit(4)
                .toList();
        nobodys.forEach(job -> store(job.source()));
        clock.move(DAY.multipliedBy(9));

        JsonNode sweep = sweep();
        assertThat(sweep.path("problem").asString()).isEqualTo("TOO_MANY_ORPHANS");
        assertThat(sweep.path("found").asInt()).isEqualTo(4);
        assertThat(nobodys).allMatch(job -> keys(job.folder()).size() == 1);
        JsonNode view = json(server.get("/api/v1/retention"));
        assertThat(view.path("orphans").path("folders").asInt()).isEqualTo(4);
        assertThat(orphans(view))
                .containsExactlyInAnyOrderElementsOf(
                        nobodys.stream().map(JobKeys::folder).toList());

        clock.move(DAY);
        server.log.unread = true;
        assertThat(server.post("/api/v1/retention", "{\"removeOrphans\": true, \"reason\": \"looked at\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(ended().path("problem").asString()).isEqualTo("LEDGER_BEHIND");
        server.log.unread = false;
        // The word stands until a sweep has done it.
        JsonNode approved = sweep();

        assertThat(approved.has("problem")).isFalse();
        assertThat(approved.path("removed").asInt()).isEqualTo(4);
        assertThat(nobodys).allMatch(job -> keys(job.folder()).isEmpty());
        assertThat(server.audit.entries.stream()
                        .filter(entry -> entry.deed().action().equals("retention.run"))
                        .filter(entry -> entry.deed().reason().equals("looked at"))
                        .map(AuditEntry::result))
                .containsExactly(AuditEntry.Result.BEGUN, AuditEntry.Result.DONE);
    }

    @Test
    void whileTheLedgerIsBehindNobodyIsTakenForNobody() {
        store(NOBODYS.source());
        clock.move(DAY.multipliedBy(9));
        server.log.unread = true;

        assertThat(sweep().path("problem").asString()).isEqualTo("LEDGER_BEHIND");

        assertThat(keys(NOBODYS.folder())).hasSize(1);
    }

    @Test
    void thePartsOfAFilmWhoseJobFailedAreTheJobsAndNotNobodys() {
        UUID failed = known();
        JobKeys keys = new JobKeys("default", failed);
        store(keys.renderPart("a1", "0001.ts"));
        server.happen(List.of(new Facts(failed).run(2).failed(FlowStage.RENDER)));
        clock.move(DAY.multipliedBy(9));

        assertThat(sweep().path("found").asInt()).isZero();

        assertThat(keys(keys.folder())).hasSize(2);
    }

    /** A job that is not over, with its footage. */
    UUID known() {
        UUID job = UUID.randomUUID();
        server.happen(List.of(new Facts(job).requested(), new Facts(job).started(FlowStage.UPLOAD)));
        store(new JobKeys("default", job).source());
        return job;
    }

    private void store(String key) {
        assertThat(server.store
                        .put(key, "bytes".getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                        .block(PATIENCE))
                .isNotNull();
    }

    private List<String> keys(String below) {
        return server.store
                .list(below)
                .map(ListedObject::key)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static List<String> orphans(JsonNode view) {
        return view.path("orphans")
                .path("first")
                .valueStream()
                .map(orphan -> orphan.path("folder").asString())
                .toList();
    }

    /** Has the store swept; what came of it. */
    JsonNode sweep() {
        assertThat(server.post("/api/v1/retention", "{}").statusCode()).isEqualTo(202);
        return ended();
    }

    /** What operators see after a sweep that finds the audit away, and so removes nothing. */
    private JsonNode sweepThatMayNotRemove() {
        server.audit.away = true;
        server.context
                .getBean(dev.rushes.ingest.retention.RetentionDesk.class)
                .run(false)
                .block(PATIENCE);
        var _ = ended();
        server.audit.away = false;
        return json(server.get("/api/v1/retention"));
    }

    /** One that has been asked for is due at once, until it has ended. */
    private JsonNode ended() {
        await(() -> {
            JsonNode sweep = standing();
            return !sweep.path("running").asBoolean()
                    && Instant.parse(sweep.path("dueAt").asString()).isAfter(Instant.now());
        });
        return standing();
    }

    private JsonNode standing() {
        return json(server.get("/api/v1/retention"))
                .path("sweeps")
                .valueStream()
                .filter(sweep -> sweep.path("name").asString().equals("ORPHANS"))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
