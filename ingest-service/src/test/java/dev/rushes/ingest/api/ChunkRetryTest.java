package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobRequested;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One chunk is analyzed anew, in a new run. */
class ChunkRetryTest {
    @TempDir
    static Path folder;

    private static ApiServer server;

    private final UUID id = UUID.randomUUID();
    private final Facts facts = new Facts(id);

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aGapOfACompletedJobOpensTheNextRun() {
        server.happen(withGap());
        JsonNode chunk = json(server.get("/api/v1/jobs/" + id + "/chunks"))
                .path("chunks")
                .path(1);
        assertThat(chunk.path("status").asString()).isEqualTo("FAILED");

        HttpResponse<String> answer = retry("1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).path("run").asInt()).isEqualTo(2);
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/jobs/" + id);
        assertThat(runs()).containsExactly(2);
    }

    @Test
    void aChunkThatTheJobFailedWithHasNoFindingsAndIsTriedAgain() {
        server.happen(List.of(
                facts.requested(),
                facts.unit(FlowStage.SPLIT, Track.VIDEO, 0),
                facts.unit(FlowStage.SPLIT, Track.AUDIO, 0),
                facts.unit(FlowStage.ANALYSIS, Track.VIDEO, 0),
                facts.failed(FlowStage.ANALYSIS)));

        assertThat(retry("0").statusCode()).isEqualTo(409);
        assertThat(retry("0?track=audio").statusCode()).isEqualTo(202);
        assertThat(runs()).containsExactly(2);
    }

    @Test
    void aRepeatWhileTheRunIsOpenSaysSoAndOpensNoOther() {
        server.happen(withGap());
        assertThat(retry("1").statusCode()).isEqualTo(202);
        Facts next = new Facts(id).run(2);
        server.happen(List.of(next.requested()));

        HttpResponse<String> again = retry("1");

        problem(again, 409, "JOB_RUNNING");
        assertThat(runs()).containsExactly(2);
    }

    @Test
    void twoAtTheSameTimeAskForOneRun() {
        server.happen(withGap());
        // What reads chunks is made under a lock when it is first used, and nobody here may wait for one.
        assertThat(server.get("/api/v1/jobs/" + id + "/chunks").statusCode()).isEqualTo(200);

        List<Integer> answers = Stream.generate(() -> server.http.sendAsync(
                        server.request("/api/v1/jobs/" + id + "/chunks/1/retry")
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .limit(4)
                .toList()
                .stream()
                .map(each -> each.join().statusCode())
                .toList();

        assertThat(answers).contains(202).allMatch(status -> status == 202 || status == 409);
        assertThat(runs()).as("all asked for the same run").containsOnly(2);
        assertThat(server.log.facts.stream()
                        .filter(fact -> fact instanceof JobRequested asked
                                && asked.getJobId().equals(id))
                        .map(fact -> ((JobRequested) fact).getEventId())
                        .distinct())
                .as("the same fact, which counts once")
                .hasSize(1);
    }

    @Test
    void whatIsNotToBeRetriedIsRefusedWithACode() {
        server.happen(withGap());

        problem(retry("0"), 409, "CHUNK_NOT_FAILED");
        problem(retry("2"), 404, "CHUNK_NOT_FOUND");
        problem(retry("1?track=audio"), 404, "CHUNK_NOT_FOUND");
        problem(retry("video-00001"), 404, "CHUNK_NOT_FOUND");
        problem(retry("-1"), 404, "CHUNK_NOT_FOUND");
        problem(retry("99999999999"), 404, "CHUNK_NOT_FOUND");
        problem(retry("1?track=smell"), 400, "REQUEST_INVALID");
        problem(server.post("/api/v1/jobs/" + UUID.randomUUID() + "/chunks/1/retry", ""), 404, "JOB_NOT_FOUND");
        assertThat(runs()).isEmpty();
    }

    @Test
    void aChunkThatAModelCouldNotBeAskedAboutIsTriedAgain() {
        server.happen(withPartial("{\"version\": 1, \"insight\": {\"status\": \"partial\", \"lacking\": true}}"));
        JsonNode chunk = json(server.get("/api/v1/jobs/" + id + "/chunks"))
                .path("chunks")
                .path(1);
        assertThat(chunk.path("status").asString()).isEqualTo("PARTIAL");
        assertThat(chunk.path("problem").asString()).contains("Expected a model");

        assertThat(retry("1").statusCode()).isEqualTo(202);
        assertThat(runs()).containsExactly(2);
    }

    @Test
    void aChunkThatAModelHasAnsweredAsWellAsItCanIsNot() {
        server.happen(withPartial("{\"version\": 1, \"insight\": {\"status\": \"blocked\", \"lacking\": false}}"));

        problem(retry("1"), 409, "CHUNK_NOT_FAILED");
        assertThat(runs()).isEmpty();
    }

    @Test
    void aChunkOfWhichAPartCouldNotBeDecodedIsNot() {
        server.happen(withPartial("{\"version\": 1, \"insight\": null}"));

        problem(retry("1"), 409, "CHUNK_NOT_FAILED");
    }

    private List<JobFact> withPartial(String findings) {
        StoredObject stored = server.store
                .put(
                        new JobKeys("default", id).analysis(Track.VIDEO, 1),
                        findings.getBytes(StandardCharsets.UTF_8),
                        "application/json")
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
        return with(facts.partial(Track.VIDEO, 1, stored));
    }

    private List<JobFact> withGap() {
        return with(facts.gap(Track.VIDEO, 1));
    }

    private List<JobFact> with(JobFact end) {
        return facts.life(2).stream()
                .map(fact -> fact.place()
                                        .stage()
                                        .filter(stage -> stage == FlowStage.ANALYSIS)
                                        .isPresent()
                                && fact.place()
                                        .unit()
                                        .filter("video-00001"::equals)
                                        .isPresent()
                        ? end
                        : fact)
                .toList();
    }

    private HttpResponse<String> retry(String chunk) {
        String[] parts = chunk.split("\\?", 2);
        String query = parts.length > 1 ? "?" + parts[1] : "";
        return server.post("/api/v1/jobs/" + id + "/chunks/" + parts[0] + "/retry" + query, "");
    }

    private List<Integer> runs() {
        return server.log.facts.stream()
                .filter(fact ->
                        fact instanceof JobRequested asked && asked.getJobId().equals(id))
                .map(fact -> ((JobRequested) fact).getRun())
                .toList();
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
    }
}
