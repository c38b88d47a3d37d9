package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static dev.rushes.ingest.api.TusClient.header;
import static dev.rushes.ingest.api.TusClient.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ControlAction;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.Offer;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.store.Purchases;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.AuditEntry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** What erasing a job means, whatever the store is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ErasureContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ApiServer server;

    /** Settings of the store. */
    abstract String[] store();

    /** A server that is quick at erasing. */
    @BeforeAll
    void start(@TempDir Path folder) {
        server = ApiServer.start(
                folder,
                Stream.concat(
                                Stream.of(
                                        "rushes.erasure.interval=50ms",
                                        "rushes.erasure.settle=300ms",
                                        "rushes.erasure.first-wait=50ms",
                                        "rushes.erasure.longest-wait=200ms"),
                                Stream.of(store()))
                        .toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void everythingIsThere() {
        server.audit.away = false;
        server.log.away = false;
        server.log.commands.clear();
    }

    @Test
    void nothingIsLeftOfAnErasedJobAndItsNeighbourKeepsAll() {
        UUID job = finished();
        UUID neighbour = finished();

        HttpResponse<String> answer = erase(job);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path("state").asString()).isEqualTo("ERASING");
        assertThat(json(answer).path("notReached").size()).isEqualTo(3);
        JsonNode end = awaitErased(job);
        assertThat(end.path("objectsRemoved").asInt()).isEqualTo(3);
        assertThat(end.path("doneAt").asString()).isNotEmpty();
        assertThat(objects(job)).isEmpty();
        assertThat(rows(job)).isZero();
        assertThat(objects(neighbour)).hasSize(3);
        assertThat(server.get("/api/v1/jobs/" + neighbour).statusCode()).isEqualTo(200);
    }

    @Test
    void theOwnerOfAnErasedJobIsToldSoAndItIsInNoList() {
        UUID job = finished();
        var _ = erase(job);

        for (String what : List.of("", "/outputs", "/chunks", "/timeline", "/logs", "/events")) {
            HttpResponse<String> answer = server.get("/api/v1/jobs/" + job + what);
            assertThat(answer.statusCode()).as(what).isEqualTo(410);
            assertThat(json(answer).path("code").asString()).isEqualTo("JOB_ERASED");
        }
        assertThat(server.get("/api/v1/jobs").body()).doesNotContain(job.toString());
        assertThat(server.post("/api/v1/jobs/" + job + "/retry", "").statusCode())
                .isEqualTo(410);
    }

    @Test
    void aJobThatRunsIsStoppedFirst() {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        server.happen(List.of(facts.requested(), facts.started(FlowStage.UPLOAD)));

        var _ = erase(job);

        assertThat(server.log.commands)
                .singleElement()
                .matches(command -> command.getAction() == ControlAction.CANCEL && job.equals(command.getJobId()));
    }

    @Test
    void whatIsToldLaterOfAnErasedJobBringsNothingBack() {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        server.happen(List.of(facts.requested(), facts.started(FlowStage.UPLOAD)));
        var _ = erase(job);

        server.happen(List.of(facts.finished(FlowStage.UPLOAD, facts.media()), facts.completed()));
        server.happen(facts.run(2).life(2));

        assertThat(server.get("/api/v1/jobs/" + job).statusCode()).isEqualTo(410);
        assertThat(rows(job)).isZero();
    }

    @Test
    void whatIsStoredAfterTheFirstLookIsFoundByTheLast() {
        UUID job = finished();
        var _ = erase(job);
        store(new JobKeys("default", job).analysis(Track.VIDEO, 7));

        var _ = awaitErased(job);

        assertThat(objects(job)).isEmpty();
    }

    @Test
    void anIdThatHasBeenErasedIsNotOpenedAnew() {
        String wish = "{\"source\": {\"url\": \"https://example.com/a.mp4\"}}";
        String id = json(order(wish, "erased-key")).path("id").asString();
        server.happen(List.of(new Facts(UUID.fromString(id)).requested()));
        var _ = erase(UUID.fromString(id));

        HttpResponse<String> again = order(wish, "erased-key");

        assertThat(again.statusCode()).isEqualTo(410);
        assertThat(json(again).path("code").asString()).isEqualTo("JOB_ERASED");
    }

    @Test
    void erasingTwiceIsErasingOnce() {
        UUID job = finished();
        var _ = erase(job);
        JsonNode end = awaitErased(job);

        HttpResponse<String> again = erase(job);

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(json(again).path("erasedAt")).isEqualTo(end.path("erasedAt"));
        assertThat(json(again).path("state").asString()).isEqualTo("ERASED");
    }

    @Test
    void whatNeverWasCanNotBeErasedAndWhatStandsHasNoErasure() {
        assertThat(erase(UUID.randomUUID()).statusCode()).isEqualTo(404);
        HttpResponse<String> standing = server.get("/api/v1/jobs/" + finished() + "/data");

        assertThat(standing.statusCode()).isEqualTo(404);
        assertThat(json(standing).path("code").asString()).isEqualTo("ERASURE_NOT_FOUND");
    }

    @Test
    void theAuditIsToldBeforeAndAfterAndOfTheEnd() {
        UUID job = finished();
        var _ = erase(job);
        var _ = awaitErased(job);

        assertThat(server.audit.entries.stream()
                        .filter(entry -> entry.subject().name().equals(job.toString()))
                        .map(entry -> entry.deed().action() + " " + entry.result()))
                .containsExactly("jobs.erase BEGUN", "jobs.erase DONE", "jobs.erased DONE");
    }

    @Test
    void nothingIsErasedWithoutTheAudit() {
        UUID job = finished();
        server.audit.away = true;

        assertThat(erase(job).statusCode()).isEqualTo(503);

        assertThat(server.get("/api/v1/jobs/" + job).statusCode()).isEqualTo(200);
    }

    @Test
    void anErasureThatCanNotBeAuditedIsNotDoneAndComesAgain() {
        UUID job = finished();
        var _ = erase(job);
        server.audit.away = true;

        JsonNode troubled = await(job, view -> view.has("problem"));
        server.audit.away = false;

        assertThat(troubled.path("state").asString()).isEqualTo("ERASING");
        assertThat(awaitErased(job).has("problem")).isFalse();
        assertThat(server.audit.entries.stream()
                        .filter(entry -> entry.deed().action().equals("jobs.erased"))
                        .filter(entry -> entry.subject().job().stream().anyMatch(job::equals))
                        .map(AuditEntry::id))
                .hasSize(1);
    }

    @Test
    void theUploadOfAJobGoesWithItAndSoDoItsPieces() {
        try (TusClient tus = new TusClient(server.address("/").getPort())) {
            String first = piece(tus, "one");
            String second = piece(tus, "two");
            HttpResponse<byte[]> whole = tus.post(
                    "Upload-Concat",
                    "final;" + first + " " + second,
                    "Upload-Metadata",
                    metadata("recipe", "highlights", "filename", "a.mp4"));
            String path = header(whole, "Location");
            String address = header(whole, "Job-Location");
            UUID job = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
            server.happen(List.of(new Facts(job).requested()));

            assertThat(erase(job).statusCode()).isEqualTo(202);
            var _ = awaitErased(job);

            for (String each : List.of(path, first, second)) {
                assertThat(tus.head(each).statusCode()).as(each).isEqualTo(404);
            }
            assertThat(objects(job)).isEmpty();
            assertThat(server.files())
                    .as("not even the bytes of the pieces")
                    .noneMatch(file -> file.contains(first.substring(first.lastIndexOf('/') + 1))
                            || file.contains(second.substring(second.lastIndexOf('/') + 1)));
        }
    }

    private String piece(TusClient tus, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String path = tus.create(bytes.length, "Upload-Concat", "partial");
        assertThat(tus.patch(path, 0, bytes).statusCode()).isEqualTo(204);
        return path;
    }

    private UUID finished() {
        UUID job = UUID.randomUUID();
        server.happen(new Facts(job).life(2));
        JobKeys keys = new JobKeys("default", job);
        List.of(keys.source(), keys.chunkManifest(), keys.render("film", "mp4")).forEach(this::store);
        Purchase purchase = Purchase.intended(
                UUID.randomUUID(),
                new Purchase.Owner("default", job, 1),
                new Offer("omni", "model", Map.of()),
                Bill.open(1, LocalDate.EPOCH),
                Instant.EPOCH);
        assertThat(server.context.getBean(Purchases.class).intend(purchase).blockOptional())
                .contains(true);
        return job;
    }

    private void store(String key) {
        var unused = server.store
                .put(key, "bytes".getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .block();
    }

    private HttpResponse<String> erase(UUID job) {
        return server.send(server.request("/api/v1/jobs/" + job + "/data").DELETE());
    }

    private HttpResponse<String> order(String wish, String key) {
        return server.send(server.request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(wish)));
    }

    private List<String> objects(UUID job) {
        return new ArrayList<>(server.store
                .list(new JobKeys("default", job).folder())
                .map(object -> object.key())
                .collectList()
                .blockOptional()
                .orElseThrow());
    }

    /** Rows of the ledger and of the delivery log that are about a job. */
    private long rows(UUID job) {
        RowAccess access = server.context.getBean(RowAccess.class);
        DatabaseClient database = server.context.getBean(DatabaseClient.class);
        return access.ofAll(database.sql("""
                        select (select count(*) from ledger.jobs where id = :job) + (select count(*) from ledger.events where job_id = :job)
                            + (select count(*) from ledger.chunks where job_id = :job) + (select count(*) from ledger.outputs where job_id = :job)
                            + (select count(*) from ledger.units where job_id = :job) + (select count(*) from ledger.spending where job_id = :job)
                            + (select count(*) from webhooks.deliveries where job_id = :job)
                            + (select count(*) from generation.purchases where job_id = :job) as all_rows
                        """)
                        .bind("job", job)
                        .map((row, _) -> row.get("all_rows", Long.class))
                        .one())
                .blockOptional()
                .orElseThrow();
    }

    private JsonNode awaitErased(UUID job) {
        return await(job, view -> view.path("state").asString().equals("ERASED"));
    }

    private JsonNode await(UUID job, java.util.function.Predicate<JsonNode> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonNode view = json(server.get("/api/v1/jobs/" + job + "/data"));
            if (wanted.test(view)) {
                return view;
            }
            assertThat(Instant.now()).as(view::toString).isBefore(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
