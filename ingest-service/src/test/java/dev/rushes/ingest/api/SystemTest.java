package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.flow.FlowStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The self-check over HTTP, with a real Postgres and real files. */
class SystemTest {
    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder, "rushes.check.interval=100ms", "rushes.check.limit=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void everybodyIsThere() {
        server.cluster.reset();
        for (FlowStage stage : FlowStage.values()) {
            server.cluster.joins(stage.label() + "-1", stage, 0);
        }
    }

    @Test
    void whatIsThereIsToldWithoutAdvice() {
        for (String name : List.of("broker", "registry", "workers", "postgres", "clock", "object-store", "webhooks")) {
            eventually(name, "OK");
            assertThat(check(name).has("advice")).as(name).isFalse();
        }
        eventually("access", "OK");
        assertThat(check("postgres").path("message").asString()).startsWith("Postgres 1");
    }

    @Test
    void aBrokerThatIsAwayIsBrokenAndTheAdviceSaysWhatToDo() {
        server.cluster.away = true;

        eventually("broker", "BROKEN");

        assertThat(check("broker").path("message").asString()).isEqualTo("Expected a broker, but there is none.");
        assertThat(check("broker").path("advice").asString()).contains("rushes.kafka.bootstrap-servers");
        assertThat(json(server.get("/api/v1/system")).path("state").asString()).isEqualTo("BROKEN");
        assertThat(check("postgres").path("state").asString())
                .as("the others are looked at all the same")
                .isEqualTo("OK");
    }

    @Test
    void topicsThatAreMissingAreNamed() {
        server.cluster.missingTopics = List.of("rushes.split-dlt");

        eventually("broker", "BROKEN");

        assertThat(check("broker").path("message").asString()).contains("rushes.split-dlt");
    }

    @Test
    void whoDoesNotAnswerIsWaitedForNoLongerThanTheLimitAndNobodyWhoAsksWaits() {
        server.cluster.hangs = true;

        eventually("registry", "BROKEN");

        assertThat(check("registry").path("message").asString())
                .isEqualTo("Expected an answer within 1000 ms, but there was none.");
        long begun = System.nanoTime();
        JsonNode answer = json(server.get("/api/v1/system"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
        assertThat(answer.path("ageSeconds").asDouble()).isLessThan(10);
    }

    @Test
    void aStageThatNobodyDoesIsNamed() {
        server.cluster.reset();
        server.cluster.joins("split-1", FlowStage.SPLIT, 0);

        eventually("workers", "BROKEN");

        assertThat(check("workers").path("message").asString())
                .contains("upload, analysis, timeline, render, webhooks");
    }

    private static void eventually(String name, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(check(name).path("state").asString())
                        .as("%s: %s", name, check(name))
                        .isEqualTo(state));
    }

    private static JsonNode check(String name) {
        return json(server.get("/api/v1/system"))
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name));
    }
}
