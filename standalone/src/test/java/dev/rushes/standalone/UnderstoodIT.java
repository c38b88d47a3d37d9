package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.answer.Answers;
import dev.rushes.gemini.fake.answer.PlausibleAnswers;
import dev.rushes.media.testkit.MediaFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Footage that a model understands, through all stages: what comes out of it for people, and what a chunk that could not be analyzed does to that. The fake sees what the local
 * analyzers see, as {@code ./rushes fake-gemini} has it; they know no words, so that what is heard is made up.
 */
class UnderstoodIT {
    /** Seconds at which the sample's shots begin, and at which its chunks do. */
    private static final Set<Double> BORDERS = Set.of(0.0, 6.0, 10.0, 13.0, 19.0, 20.0, 21.0, 27.0, 30.0, 36.0, 40.0);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whatAModelUnderstandsIsMergedExportedAndOfferedAndALateChunkFillsItsGap(@TempDir Path folder)
            throws Exception {
        MediaFixture media = new MediaFixture(folder);
        Path data = folder.resolve("data");
        Path sample = SampleFootage.make(media.ffmpeg(), data, Terminal.ofSystem());
        HeldTools tools = HeldTools.in(
                folder.resolve("tools"), media.tools().locate().blockOptional().orElseThrow());
        tools.breakDown("^ffmpeg .*analysis-video-00001");
        try (FakeGemini fake =
                        FakeGemini.start(FakeSettings.with(Clock.systemUTC()).with(answers()), 0);
                RushesProcess rushes = RushesProcess.up(data, environment(fake, tools))) {
            String analysis = upload(rushes, sample, "analyze");
            String film = upload(rushes, sample, "highlights");
            assertThat(end(rushes, analysis, 1).path("state").asString()).isEqualTo("COMPLETED");
            assertThat(end(rushes, film, 1).path("state").asString()).isEqualTo("COMPLETED");

            assertThat(outputs(rushes, analysis).path("outputs")).isEmpty();
            assertThat(outputs(rushes, film).path("outputs")).hasSize(1);
            for (String job : List.of(analysis, film)) {
                Map<String, JsonNode> documents = documents(rushes, job);
                assertThat(documents.keySet())
                        .containsExactlyInAnyOrder(
                                "analysis.json",
                                "chapters.vtt",
                                "captions.vtt",
                                "captions.srt",
                                "timeline.json",
                                "timeline.otio");
                JsonNode known = JsonMapper.shared().readTree(fetched(rushes, documents, "analysis.json"));
                assertThat(known.path("gaps")).hasSize(1);
                assertThat(known.path("gaps").path(0).path("index").asInt()).isEqualTo(1);
                assertThat(known.path("gaps").path(0).path("problem").asString())
                        .isNotBlank();
                assertUnderstood(known);
                assertExported(rushes, job, documents, known);
            }

            tools.mend();
            var unused = http(rushes, "POST", "api/v1/jobs/" + film + "/chunks/1/retry", 202);
            assertThat(end(rushes, film, 2).path("state").asString()).isEqualTo("COMPLETED");

            JsonNode filled = JsonMapper.shared().readTree(fetched(rushes, documents(rushes, film), "analysis.json"));
            assertThat(filled.path("gaps")).isEmpty();
            assertThat(seen(filled)).contains(13.0);
        }
    }

    private static Answers answers() {
        Answers seen = new LocalAnswers();
        Answers heard = new PlausibleAnswers(1);
        return question -> (question.hasVideo() ? seen : heard).answer(question);
    }

    /** When what was seen begins, in seconds. */
    private static List<Double> seen(JsonNode known) {
        return known.path("segments")
                .valueStream()
                .filter(segment ->
                        Set.of("action", "other").contains(segment.path("kind").asString()))
                .map(segment -> seconds(segment.path("start").asString()))
                .toList();
    }

    private static void assertUnderstood(JsonNode known) {
        assertThat(known.path("segments")).isNotEmpty();
        assertThat(known.path("segments").path(0).path("by").asString()).startsWith("gemini/");
        assertThat(seen(known)).isSubsetOf(BORDERS).contains(0.0, 6.0, 27.0).doesNotContain(13.0);
        assertThat(known.path("transcript").path("language").asString()).isEqualTo("en");
        assertThat(known.path("transcript").path("lines")).isNotEmpty();
        assertThat(known.path("tags")).isNotEmpty();
        assertThat(known.path("signals")).isNotEmpty();
        assertThat(known.path("storyboard")).isNotEmpty();
        assertThat(known.path("chapters")).isNotEmpty();
        Set<String> labels = Set.copyOf(known.path("segments")
                .valueStream()
                .map(segment -> segment.path("label").asString())
                .toList());
        assertThat(known.path("chapters").valueStream()).allSatisfy(chapter -> assertThat(labels)
                .contains(chapter.path("title").asString()));
        assertThat(known.path("highlights").valueStream())
                .as("what the model recommends, in its words")
                .anySatisfy(highlight -> {
                    assertThat(highlight.path("score").asDouble()).isGreaterThanOrEqualTo(0.6);
                    assertThat(labels)
                            .contains(highlight.path("reasons").path(0).asString());
                });
    }

    private void assertExported(RushesProcess rushes, String job, Map<String, JsonNode> documents, JsonNode known)
            throws Exception {
        String line =
                known.path("transcript").path("lines").path(0).path("text").asString();
        String chapters = fetched(rushes, documents, "chapters.vtt");
        assertThat(chapters)
                .startsWith("WEBVTT\n\n00:00:00.000 --> ")
                .contains(known.path("chapters").path(0).path("title").asString());
        assertThat(fetched(rushes, documents, "captions.vtt"))
                .startsWith("WEBVTT\n")
                .contains(line);
        assertThat(fetched(rushes, documents, "captions.srt"))
                .startsWith("1\n00:")
                .contains(line);
        HttpResponse<byte[]> storyboard = http(rushes, "GET", "api/v1/jobs/" + job + "/storyboard", 200);
        String picture = new String(storyboard.body(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(its -> its.contains("#xywh="))
                .findFirst()
                .orElseThrow();
        HttpResponse<byte[]> sprite = http(rushes, "GET", picture.substring(1, picture.indexOf('#')), 200);
        assertThat(sprite.headers().firstValue("content-type")).contains("image/jpeg");
        assertThat(javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(sprite.body())))
                .isNotNull();
    }

    private static Map<String, String> environment(FakeGemini fake, HeldTools tools) {
        return Map.of(
                "GEMINI_API_KEY",
                FakeSettings.KEY,
                "RUSHES_GEMINI_BASE_URL",
                fake.address(),
                "RUSHES_FFMPEG_PATH",
                tools.folder().toString(),
                "RUSHES_STAGES_ANALYSIS_ATTEMPTS",
                "1");
    }

    private String upload(RushesProcess rushes, Path footage, String recipe) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(rushes.address() + "/api/v1/uploads?filename=sample.mp4&recipe="
                                + recipe + "&chunk=10s&onChunkFailure=skip&analyzer=gemini"))
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofFile(footage))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JsonMapper.shared().readTree(answer.body()).path("id").asString();
    }

    private static JsonNode outputs(RushesProcess rushes, String job) throws Exception {
        return rushes.client().get("api/v1/jobs/" + job + "/outputs");
    }

    private static Map<String, JsonNode> documents(RushesProcess rushes, String job) throws Exception {
        Map<String, JsonNode> documents = new HashMap<>();
        for (JsonNode document : outputs(rushes, job).path("documents")) {
            documents.put(
                    document.path("name").asString() + "."
                            + document.path("format").asString(),
                    document);
        }
        return documents;
    }

    private String fetched(RushesProcess rushes, Map<String, JsonNode> documents, String name) throws Exception {
        JsonNode document = Objects.requireNonNull(documents.get(name), name);
        HttpResponse<byte[]> answer =
                http(rushes, "GET", document.path("download").asString().substring(1), 200);
        assertThat(answer.headers().firstValue("content-type"))
                .contains(document.path("contentType").asString());
        assertThat(answer.body()).hasSize(document.path("size").asInt());
        return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> http(RushesProcess rushes, String method, String path, int status) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(rushes.address() + "/" + path))
                        .timeout(Duration.ofMinutes(1))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        return answer;
    }

    private static double seconds(String time) {
        String[] parts = time.split("/", 2);
        return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
    }

    /** The ledger may not know a job yet that has just been accepted. */
    private static JsonNode end(RushesProcess rushes, String id, int run) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                JsonNode job = rushes.client().get("api/v1/jobs/" + id);
                boolean over = job.path("run").asInt() == run
                        && ENDS.contains(job.path("state").asString());
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
