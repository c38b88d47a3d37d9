package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.testkit.MediaFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A render that gives up, and an operator who takes the cause away and replays its dead letter. */
class ReplayIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JobWish WISH = new JobWish("highlights", Optional.of(Duration.ofSeconds(4)), "mp4", 480);
    private static final String LETTERS = "api/v1/dead-letters";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aJobWhoseRenderGaveUpIsCompletedByAReplayInWhichOnlyTheRenderIsDone(@TempDir Path folder) throws Exception {
        MediaFixture media = new MediaFixture(folder);
        Path data = folder.resolve("data");
        Path sample = SampleFootage.make(media.ffmpeg(), data, Terminal.ofSystem());
        HeldTools tools = HeldTools.in(
                folder.resolve("tools"), media.tools().locate().blockOptional().orElseThrow());
        tools.breakDown("^ffmpeg .*/render-");
        Map<String, String> environment =
                Map.of("RUSHES_FFMPEG_PATH", tools.folder().toString(), "RUSHES_STAGES_RENDER_ATTEMPTS", "1");
        try (RushesProcess rushes = RushesProcess.up(data, environment)) {
            String id = rushes.client().upload(sample, WISH).path("id").asString();
            JsonNode failed = awaitEnd(rushes, id, 1);
            assertThat(failed.path("state").asString()).as(failed.toString()).isEqualTo("FAILED");
            Map<String, Long> before = tools.starts();

            JsonNode letter = onlyLetter(rushes, id);
            assertThat(letter.path("stage").asString()).isEqualTo("render");
            assertThat(letter.path("replays").asInt()).isZero();
            JsonNode content =
                    rushes.client().get(letter.path("self").asString().substring(1));
            assertThat(content.path("value").path("type").asString()).isEqualTo("dev.rushes.events.TimelineAssembled");
            assertThat(content.path("value").path("json").path("job").path("id").asString())
                    .isEqualTo(id);
            JsonNode group = rushes.client()
                    .get(LETTERS + "/groups?job=" + id)
                    .path("groups")
                    .path(0);
            assertThat(group.path("count").asInt()).isEqualTo(1);
            String place = letter.path("place").asString();

            JsonNode promise = replay(rushes, "{\"places\": [\"" + place + "\"], \"dryRun\": true}");
            assertThat(promise.path("results").path(0).path("run").asInt())
                    .as(promise.toString())
                    .isEqualTo(2);
            assertThat(rushes.client().get("api/v1/jobs/" + id).path("run").asInt())
                    .as("a dry run opens none")
                    .isEqualTo(1);

            tools.mend();
            JsonNode report =
                    replay(rushes, "{\"filter\": {\"job\": \"" + id + "\"}, \"reason\": \"the encoder works again\"}");
            assertThat(report.path("counts").path("REOPENED").asInt())
                    .as(report.toString())
                    .isEqualTo(1);

            JsonNode completed = awaitEnd(rushes, id, 2);
            assertThat(completed.path("state").asString())
                    .as(completed.toString())
                    .isEqualTo("COMPLETED");
            assertThat(more(tools.starts(), before).keySet())
                    .as("the earlier stages find their work")
                    .isNotEmpty()
                    .allSatisfy(run -> assertThat(run).contains(" file:render/"));
            assertThat(onlyLetter(rushes, id).path("replays").asInt()).isEqualTo(1);
            JsonNode again = replay(rushes, "{\"places\": [\"" + place + "\"]}");
            assertThat(again.path("results").path(0).path("reason").asString())
                    .as(again.toString())
                    .isEqualTo("DONE_SINCE");
        }
    }

    private static JsonNode onlyLetter(RushesProcess rushes, String id) throws Exception {
        JsonNode letters = rushes.client().get(LETTERS + "?job=" + id).path("letters");
        assertThat(letters).as(letters.toString()).hasSize(1);
        return letters.path(0);
    }

    private JsonNode replay(RushesProcess rushes, String order) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(rushes.address() + "/" + LETTERS + "/replay"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofMinutes(1))
                        .POST(HttpRequest.BodyPublishers.ofString(order))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static Map<String, Long> more(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> more = new HashMap<>();
        now.forEach((run, times) -> {
            if (times > before.getOrDefault(run, 0L)) {
                more.put(run, times - before.getOrDefault(run, 0L));
            }
        });
        return more;
    }

    /** The ledger may not know a job yet that has just been accepted. */
    private static JsonNode awaitEnd(RushesProcess rushes, String id, int run) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                JsonNode job = rushes.client().get("api/v1/jobs/" + id);
                boolean over = job.path("run").asInt() == run
                        && Set.of("COMPLETED", "FAILED", "CANCELLED")
                                .contains(job.path("state").asString());
                if (over || System.nanoTime() > deadline) {
                    return job;
                }
            } catch (UserError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(300);
        }
    }
}
