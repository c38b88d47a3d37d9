package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobRequested;
import dev.rushes.events.SourceKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Asking for films from words. */
class GenerateApiTest {
    private static final String PROMPT =
            "{\"text\": \"A red kite\\nover dunes\", \"duration\": \"4s\", \"resolution\": \"1080p\", \"aspectRatio\": \"9:16\"}";

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "some-key");
        server = ApiServer.start(folder, "rushes.generation.key-file=" + key);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void calm() {
        server.log.facts.clear();
    }

    @Test
    void wordsAreARequestLikeAnyOtherAndAreShownToTheirOwner() {
        JsonNode job = ask("{\"source\": {\"prompt\": " + PROMPT + "}}");

        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat(fact.getRecipe()).isEqualTo("generate");
        assertThat(fact.getSource().getKind()).isEqualTo(SourceKind.PROMPT);
        assertThat(fact.getSource().getPrompt().getText()).isEqualTo("A red kite\nover dunes");
        assertThat(fact.getSource().getPrompt().getSeconds()).isEqualTo(4);
        assertThat(fact.getSource().getPrompt().getResolution()).isEqualTo("1080p");
        assertThat(fact.getSource().getPrompt().getAspectRatio()).isEqualTo("9:16");
        assertThat(fact.getOptions().getMaxHeight()).isEqualTo(1080);
        assertThat(job.path("recipe").asString()).isEqualTo("generate");
        assertThat(job.path("title").asString()).isEqualTo("A red kite over dunes");
        assertThat(job.path("prompt").path("text").asString()).isEqualTo("A red kite\nover dunes");
        assertThat(job.path("prompt").path("durationSeconds").asInt()).isEqualTo(4);
        // Before anything is made it is known what it should cost: 4 s of 8,688 tokens at 17.50 dollars a million, and
        // some words.
        assertThat(job.path("cost").path("estimate").path("microDollars").asLong())
                .isBetween(608_160L, 610_000L);
    }

    @Test
    void wordsMayBeTheFootageOfAnyRecipe() {
        JsonNode job = ask(
                "{\"recipe\": \"highlights\", \"source\": {\"prompt\": {\"text\": \"x\"}}, \"options\": {\"duration\": \"5s\"}}");

        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat(fact.getRecipe()).isEqualTo("highlights");
        assertThat(job.path("prompt").path("text").asString()).isEqualTo("x");
        assertThat(fact.getSource().getPrompt().getSeconds()).isEqualTo(8);
        assertThat(fact.getOptions().getDurationMillis()).isEqualTo(5_000);
    }

    @Test
    void aLaterRunAsksForTheSame() {
        JsonNode job = ask("{\"source\": {\"prompt\": " + PROMPT + "}}");
        JobRequested first = (JobRequested) server.log.facts.getFirst();
        server.happen(List.of(new Facts(first.getJobId()).failed(FlowStage.UPLOAD)));

        assertThat(server.post("/api/v1/jobs/" + job.path("id").asString() + "/retry", "")
                        .statusCode())
                .isEqualTo(202);
        JobRequested second = (JobRequested) server.log.facts.getLast();
        assertThat(second.getRun()).isEqualTo(2);
        assertThat(second.getSource()).isEqualTo(first.getSource());
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        JsonNode problem = refused(
                400,
                "{\"recipe\": \"generate\", \"source\": {\"prompt\": {\"text\": \" \", \"duration\": \"11s\", \"resolution\": \"8k\", \"size\": 1}}, \"options\": {\"duration\": \"5s\"}}");

        assertThat(problem.path("errors").toString())
                .contains("1 to 2000 characters", "duration", "resolution", "size", "source/prompt/duration");
    }

    @Test
    void partsOfSecondsAndTwoSourcesAndNoneAreRefused() {
        List<String> documents = List.of(
                "{\"source\": {\"prompt\": {\"text\": \"x\", \"duration\": \"3500ms\"}}}",
                "{\"source\": {\"prompt\": {\"text\": \"x\"}, \"url\": \"https://example.com/a.mov\"}}",
                "{\"source\": {}}",
                "{\"source\": {\"prompt\": {}}}",
                "{\"recipe\": \"generate\", \"source\": {\"url\": \"https://example.com/a.mov\"}}");

        assertThat(documents).allSatisfy(document -> assertThat(
                        refused(400, document).path("code").asString())
                .isEqualTo("REQUEST_INVALID"));
        assertThat(server.upload("?recipe=generate", new byte[] {1}).statusCode())
                .isEqualTo(400);
        assertThat(server.log.facts).isEmpty();
    }

    @Test
    void aPriceIsToldBeforeAnybodyAsksForTheFilm() {
        JsonNode answer = ApiServer.json(
                server.post("/api/v1/jobs/estimate", "{\"footage\": {\"prompt\": {\"duration\": \"10s\"}}}"));

        assertThat(answer.path("basis").path("kind").asString()).isEqualTo("prompt");
        assertThat(answer.path("basis").path("seconds").asDouble()).isEqualTo(10);
        assertThat(answer.path("estimate").path("microDollars").asLong()).isBetween(1_013_600L, 1_016_000L);
        assertThat(answer.path("estimate").path("cpuSeconds").has("analysis")).isFalse();
        assertThat(server.log.facts).isEmpty();
    }

    @Test
    void anInstallationWithoutAKeySaysSoBeforeThereIsAJob() {
        try (ApiServer closed = ApiServer.start(folder.resolve("closed"))) {
            HttpResponse<String> answer = closed.post("/api/v1/jobs", "{\"source\": {\"prompt\": {\"text\": \"x\"}}}");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(ApiServer.json(answer).path("code").asString()).isEqualTo("GENERATION_OFF");
            assertThat(ApiServer.json(answer).path("detail").asString()).contains("GEMINI_API_KEY");
            assertThat(closed.log.facts).isEmpty();
        }
    }

    private static JsonNode ask(String document) {
        HttpResponse<String> answer = server.post("/api/v1/jobs", document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        UUID id = UUID.fromString(ApiServer.json(answer).path("id").asString());
        return ApiServer.json(server.get("/api/v1/jobs/" + id));
    }

    private static JsonNode refused(int status, String document) {
        HttpResponse<String> answer = server.post("/api/v1/jobs", document);
        assertThat(answer.statusCode()).as(document).isEqualTo(status);
        return ApiServer.json(answer);
    }
}
