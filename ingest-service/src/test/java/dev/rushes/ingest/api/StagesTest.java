package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.Queues;
import dev.rushes.runtime.rules.Urgency;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Stages and workers over HTTP. */
class StagesTest {
    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder, "rushes.api.confirm-timeout=300ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void twoInstancesOfTheSplitAndOneThatIsLost() {
        server.cluster.reset();
        server.cluster.joins("split-1", FlowStage.SPLIT, 0, 1);
        server.cluster.joins("split-2", FlowStage.SPLIT, 2);
        server.cluster.isLost("split-3", FlowStage.SPLIT);
        server.cluster.joins("ingest-1", FlowStage.UPLOAD, 0, 1, 2);
    }

    @Test
    void aStageIsTheSumOfItsLivingInstances() {
        JsonNode split = json(server.get("/api/v1/stages/split"));

        assertThat(split.path("stage").asString()).isEqualTo("split");
        assertThat(split.path("state").asString()).isEqualTo("RUNNING");
        assertThat(split.path("ordered").path("paused").asBoolean()).isFalse();
        assertThat(split.path("instances").asInt()).isEqualTo(2);
        assertThat(split.path("lost").asInt()).isEqualTo(1);
        assertThat(split.path("concurrency").asInt()).isEqualTo(8);
        assertThat(split.path("running").asInt()).isEqualTo(2);
        assertThat(split.path("waiting").asInt()).isEqualTo(4);
        assertThat(split.path("lag").path("records").asInt()).isEqualTo(6);
        assertThat(split.path("lag").path("seconds").asDouble()).isEqualTo(70);
        assertThat(split.path("retryLag").asInt()).isEqualTo(2);
        assertThat(split.path("oldestRunning").path("job").asString()).isEqualTo(MemoryCluster.JOB.toString());
        assertThat(split.path("oldestRunning").path("seconds").asDouble()).isGreaterThanOrEqualTo(60);
        assertThat(split.path("oldestWaiting").has("job")).isFalse();
        assertThat(split.path("workers")).hasSize(3);
        assertThat(split.path("workers").path(0).path("partitions")).hasSize(2);
    }

    @Test
    void aLaneIsTheSumOfItsPartsOnLivingInstances() {
        JsonNode lanes = json(server.get("/api/v1/stages/split")).path("lanes");

        assertThat(lanes).hasSize(1);
        JsonNode lane = lanes.path(0);
        assertThat(lane.path("lane").asString()).isEqualTo("gemini:flash");
        assertThat(lane.path("budget").path("requestsPerMinute").asInt()).isEqualTo(60);
        assertThat(lane.path("budget").path("inFlight").asInt()).isEqualTo(8);
        assertThat(lane.path("budget").has("tokensPerMinute"))
                .as("no limit is none")
                .isFalse();
        assertThat(lane.path("free").path("requests").asInt()).isEqualTo(9);
        assertThat(lane.path("share").asDouble()).isEqualTo(0.75);
        assertThat(lane.path("inFlight").asInt()).isEqualTo(6);
        assertThat(lane.path("waiting").asInt()).isEqualTo(15);
        assertThat(lane.path("pausedUntil").asString()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(json(server.get("/api/v1/stages/upload")).path("lanes")).isEmpty();
    }

    @Test
    void aQueueIsWhatLivingInstancesSayAndWhatLiesWhereNobodyReads() {
        server.cluster.look = Optional.of(look());

        JsonNode all = json(server.get("/api/v1/queues"));

        assertThat(all.path("complete").asBoolean()).isTrue();
        assertThat(all.path("ageSeconds").asDouble()).isGreaterThanOrEqualTo(2);
        assertThat(all.path("queues")).hasSize(6);
        JsonNode split = all.path("queues").path(1);
        assertThat(split.path("stage").asString()).isEqualTo("split");
        assertThat(split.path("instances").asInt()).isEqualTo(2);
        assertThat(split.path("lag").path("records").asInt())
                .as("3 of each living instance and 10 that nobody reads")
                .isEqualTo(16);
        assertThat(split.path("lag").path("unowned").asInt()).isEqualTo(10);
        assertThat(split.path("lag").path("seconds").asDouble())
                .as("the oldest lies where nobody reads")
                .isBetween(600.0, 660.0);
        assertThat(split.path("active").asInt()).isEqualTo(2);
        assertThat(split.path("waiting").asInt())
                .as("without the two that are worked on")
                .isEqualTo(14);
        assertThat(split.path("retrying").asInt()).isEqualTo(6);
        assertThat(split.path("failed").path("letters").asInt()).isEqualTo(7);
        assertThat(split.path("failed").path("unreplayed").asInt()).isEqualTo(5);
        assertThat(split.path("throughput").path("perMinute").asDouble()).isEqualTo(12.3);
        assertThat(split.path("throughput").path("seconds").asDouble()).isEqualTo(60);
        JsonNode high = split.path("priorities").path(0);
        assertThat(high.path("priority").asString()).isEqualTo("high");
        assertThat(high.path("active").asInt()).isEqualTo(2);
        assertThat(high.path("perMinute").asDouble()).isEqualTo(12.3);
        assertThat(split.path("priorities").path(1).has("perMinute")).isFalse();
        assertThat(split.path("priorities").path(2).path("waiting").asInt()).isEqualTo(4);
        assertThat(all.path("queues").path(4).path("lag").path("records").asInt())
                .as("what waits for a stage that nobody runs is known all the same")
                .isEqualTo(10);
    }

    @Test
    void withoutALookAtKafkaAQueueIsWhatTheInstancesSay() {
        JsonNode all = json(server.get("/api/v1/queues"));

        assertThat(all.path("complete").asBoolean()).isFalse();
        assertThat(all.has("ageSeconds")).isFalse();
        JsonNode split = all.path("queues").path(1);
        assertThat(split.path("lag").path("records").asInt()).isEqualTo(6);
        assertThat(split.has("failed")).isFalse();
        assertThat(split.has("throughput")).isFalse();
        assertThat(all.path("queues").path(4).has("lag")).as("nobody knows").isFalse();
    }

    private static Queues.Look look() {
        Instant now = Instant.now();
        Queues.Depth depth = new Queues.Depth(
                new Queues.Orphaned(1, 10, Optional.of(now.minusSeconds(600))),
                new Queues.Orphaned(1, 4, Optional.empty()),
                7,
                2,
                new Queues.Flow(Duration.ofMinutes(1), OptionalDouble.of(12.34), Map.of(Urgency.HIGH, 12.34)));
        return new Queues.Look(
                now.minusSeconds(2),
                Arrays.stream(FlowStage.values()).collect(Collectors.toMap(stage -> stage, _ -> depth)));
    }

    @Test
    void everyStageIsListedAlsoOneThatNobodyRuns() {
        JsonNode all = json(server.get("/api/v1/stages"));

        assertThat(all.path("complete").asBoolean()).isTrue();
        assertThat(all.path("stages")).hasSize(6);
        JsonNode render = all.path("stages").path(4);
        assertThat(render.path("stage").asString()).isEqualTo("render");
        assertThat(render.path("state").asString()).isEqualTo("ABSENT");
        assertThat(render.has("lag")).as("nobody knows").isFalse();
    }

    @Test
    void aPauseIsAnsweredWhenAllHaveConfirmed() {
        HttpResponse<String> answer = server.post("/api/v1/stages/split/pause", "{\"reason\": \"the store is moved\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("confirmed").asInt()).isEqualTo(2);
        assertThat(json(answer).path("instances").asInt()).isEqualTo(2);
        assertThat(json(answer).path("state").asString()).isEqualTo("PAUSED");
        assertThat(json(answer).path("ordered").path("paused").asBoolean()).isTrue();
        assertThat(server.cluster.reasons).containsExactly("asked for by the HTTP API: the store is moved");

        HttpResponse<String> resumed = send("POST", "/api/v1/stages/split/resume", "");
        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(json(resumed).path("state").asString()).isEqualTo("RUNNING");
    }

    @Test
    void whoHasNotConfirmedInTimeIsNotCountedAndTheOrderStandsAllTheSame() {
        server.cluster.isDeaf("split-2");

        HttpResponse<String> answer = send("POST", "/api/v1/stages/split/pause", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).path("confirmed").asInt()).isEqualTo(1);
        assertThat(json(answer).path("instances").asInt()).isEqualTo(2);
        assertThat(json(answer).path("state").asString()).isEqualTo("MIXED");
        assertThat(json(answer).path("ordered").path("paused").asBoolean()).isTrue();
    }

    @Test
    void concurrencyIsSetForAllAndGivenBack() {
        HttpResponse<String> set = send("PUT", "/api/v1/stages/split/concurrency", "{\"concurrency\": 7}");
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(json(set).path("concurrency").asInt()).isEqualTo(14);
        assertThat(json(set).path("ordered").path("concurrency").asInt()).isEqualTo(7);

        HttpResponse<String> reset = send("DELETE", "/api/v1/stages/split/concurrency", "");
        assertThat(reset.statusCode()).isEqualTo(200);
        assertThat(json(reset).path("concurrency").asInt()).isEqualTo(8);
        assertThat(json(reset).path("ordered").has("concurrency")).isFalse();
    }

    @Test
    void ordersThatMakeNoSenseAreRefusedAndChangeNothing() {
        for (String body : List.of(
                "{\"concurrency\": 0}",
                "{\"concurrency\": 1.5}",
                "{\"concurrency\": \"many\"}",
                "{\"concurrency\": 10001}",
                "{\"concurrency\": null}",
                "{}",
                "{\"concurrency\": 4, \"force\": true}",
                "{\"concurrency\": 4, \"reason\": 7}")) {
            problem(send("PUT", "/api/v1/stages/split/concurrency", body), 400, "REQUEST_INVALID");
        }
        for (String body : List.of("", "[]", "{", "7", "{\"concurrency\": 1, \"concurrency\": 2}")) {
            problem(send("PUT", "/api/v1/stages/split/concurrency", body), 400, "JSON_MALFORMED");
        }
        problem(send("POST", "/api/v1/stages/split/pause", "{\"concurrency\": 4}"), 400, "REQUEST_INVALID");
        problem(send("POST", "/api/v1/stages/soup/pause", ""), 404, "STAGE_NOT_FOUND");
        problem(send("POST", "/api/v1/stages/SPLIT/pause", ""), 404, "STAGE_NOT_FOUND");
        problem(server.get("/api/v1/stages/soup"), 404, "STAGE_NOT_FOUND");
        problem(server.get("/api/v1/stages/split/pause"), 405, "METHOD_NOT_ALLOWED");
        problem(
                send("POST", "/api/v1/stages/split/pause", "{\"reason\": \"" + "x".repeat(100_000) + "\"}"),
                413,
                "REQUEST_TOO_LARGE");
        assertThat(server.cluster.reasons).isEmpty();
    }

    @Test
    void anOrderFromAnotherSiteIsRefused() {
        HttpResponse<String> answer = server.send(server.request("/api/v1/stages/split/pause")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.noBody()));

        problem(answer, 403, "FOREIGN_SITE");
        assertThat(server.cluster.reasons).isEmpty();
    }

    @Test
    void withoutTheLogNoOrderIsAccepted() {
        server.cluster.away = true;

        HttpResponse<String> answer = send("POST", "/api/v1/stages/split/pause", "");

        problem(answer, 503, "LOG_UNAVAILABLE");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void workersShowWhatTheyAreAndWhoIsLost() {
        JsonNode all = json(server.get("/api/v1/workers"));

        assertThat(all.path("complete").asBoolean()).isTrue();
        assertThat(all.path("workers")).hasSize(4);
        JsonNode first = all.path("workers").path(1);
        assertThat(first.path("worker").asString()).isEqualTo("split-1");
        assertThat(first.path("presence").asString()).isEqualTo("ALIVE");
        assertThat(first.path("host").asString()).isEqualTo("host-1");
        assertThat(first.path("pid").asInt()).isEqualTo(7);
        assertThat(first.path("stages")
                        .path(0)
                        .path("sources")
                        .path(0)
                        .path("lagRecords")
                        .asInt())
                .isEqualTo(3);
        assertThat(all.path("workers").path(3).path("presence").asString()).isEqualTo("LOST");
    }

    @Test
    void readinessAsksTheDatabaseAndLivenessDoesNot() {
        HttpResponse<String> ready = server.get("/actuator/health/readiness");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready)
                        .path("components")
                        .path("database")
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(json(server.get("/actuator/health/liveness"))
                        .path("components")
                        .propertyNames())
                .containsExactly("livenessState");
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        return server.send(server.request(path)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
    }
}
