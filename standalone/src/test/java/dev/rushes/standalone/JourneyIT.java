package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What people do with the packaged program, from the terminal and over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyIT {
    private static final Duration MINUTES = Duration.ofMinutes(3);

    @TempDir
    private static Path folder = Path.of("");

    private Path data = Path.of("");
    private RushesProcess rushes;
    private Path sample = Path.of("");

    @BeforeAll
    void makesTheSampleFilmWithTheFirstCommandOfTheReadme() throws Exception {
        data = folder.resolve("rushes-data");
        try (RushesProcess demo = RushesProcess.start(folder, "demo", "--exit", "--port", "0")) {
            assertThat(demo.exitCode(MINUTES))
                    .as(String.join("\n", demo.lines()))
                    .isZero();
            assertThat(demo.lines()).anyMatch(line -> line.startsWith("Film: "));
        }
        sample = data.resolve("sample/sample.mp4");
        assertThat(folder.resolve("films/sample-highlights.mp4")).isNotEmptyFile();
        rushes = RushesProcess.up(data);
    }

    @AfterAll
    void ctrlCEndsEveryChild() throws Exception {
        assertThat(rushes.interrupt()).isIn(0, 130);
        assertThat(RushesProcess.processesWith(data.toString())).isEmpty();
    }

    @Test
    void jobsOfTheRunBeforeAreStillThere() throws Exception {
        JsonNode jobs = rushes.client().get("api/v1/jobs");

        assertThat(jobs.path("jobs")).isNotEmpty();
        assertThat(jobs.path("jobs").path(0).path("state").asString()).isNotEmpty();
    }

    @Test
    void aFileOfOnesOwnIsCutByTheRushesThatRuns() throws Exception {
        try (RushesProcess run = RushesProcess.start(
                folder,
                "run",
                sample.toString(),
                "--duration",
                "6s",
                "--format",
                "webm",
                "--height",
                "480",
                "--out",
                "mine")) {
            assertThat(run.exitCode(MINUTES)).as(String.join("\n", run.lines())).isZero();
            assertThat(run.lines()).anyMatch(line -> line.contains(rushes.addressOrEmpty()));
        }
        assertThat(folder.resolve("mine/sample-highlights.webm")).isNotEmptyFile();
    }

    @Test
    void whatIsKnownComesOutOfTheRecipeAnalyzeAlsoWhereThereIsNoKeyForTheAnalyzerThatWasAskedFor() throws Exception {
        try (RushesProcess run = RushesProcess.start(
                folder,
                "run",
                sample.toString(),
                "--recipe",
                "analyze",
                "--analyzer",
                "gemini",
                "--out",
                "timelines")) {
            assertThat(run.exitCode(MINUTES)).as(String.join("\n", run.lines())).isZero();
            assertThat(run.lines())
                    .contains("Note: Expected a key for Gemini, but this installation has none; the local analyzers"
                            + " serve alone.");
        }
        assertThat(folder.resolve("timelines/sample-timeline.json")).content().contains("\"clips\"");
        assertThat(folder.resolve("timelines/sample-analysis.json")).content().contains("\"signals\"");
        assertThat(folder.resolve("timelines/sample-chapters.vtt")).content().startsWith("WEBVTT");
    }

    @Test
    void aFileThatIsNoMediaFailsWithASentenceAndOneAttempt() throws Exception {
        Path page = Files.writeString(folder.resolve("holiday.mp4"), "<!doctype html><title>no film</title>");

        try (RushesProcess run = RushesProcess.start(folder, "run", page.toString())) {
            assertThat(run.exitCode(MINUTES)).isEqualTo(1);
            assertThat(run.lines()).anyMatch(line -> line.startsWith("No film: "));
        }
        JsonNode job = newest();
        assertThat(job.path("failure").path("kind").asString()).isEqualTo("INPUT");
        assertThat(job.path("failure").path("message").asString()).isNotBlank();
    }

    @Test
    void aSecondStartOnTheSameFolderIsRefusedAndSaysWhatToDo() throws Exception {
        try (RushesProcess second = RushesProcess.start(folder, "up", "--port", "0", "--data", data.toString())) {
            assertThat(second.exitCode(MINUTES)).isEqualTo(3);
            assertThat(second.lines()).anyMatch(line -> line.contains("already running") && line.contains("--data"));
        }
    }

    @Test
    void theProgressStreamTellsEachStageAndEnds() throws Exception {
        JobClient client = rushes.client();
        JsonNode job = client.upload(sample, new JobWish("highlights", Optional.of(Duration.ofSeconds(4)), "gif", 480));

        List<String> lines;
        try (Stream<String> stream =
                client.stream("api/v1/jobs/" + job.path("id").asString() + "/events")) {
            lines = stream.toList();
        }

        assertThat(lines.stream().filter(line -> line.startsWith("event:")).findFirst())
                .hasValueSatisfying(line -> assertThat(line).endsWith("snapshot"));
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("event:"))
                        .toList()
                        .getLast())
                .endsWith("end");
        List<Long> ids = lines.stream()
                .filter(line -> line.startsWith("id:"))
                .map(line -> Long.valueOf(line.substring(3).trim()))
                .toList();
        assertThat(ids).isSorted().isNotEmpty();
        assertThat(client.get("api/v1/jobs/" + job.path("id").asString())
                        .path("state")
                        .asString())
                .isEqualTo("COMPLETED");
    }

    @Test
    void anUpstreamServiceWithoutOurCodePublishesARequestAndReadsWhatHappened() throws Exception {
        OutsideWorld outside = new OutsideWorld(rushes.printed("Kafka"), rushes.printed("Registry"));
        String id = UUID.randomUUID().toString();

        outside.request(
                request -> {
                    request.getSchema()
                            .getFields()
                            .forEach(field -> request.put(
                                    field.pos(),
                                    field.hasDefaultValue()
                                            ? GenericData.get().getDefaultValue(field)
                                            : request.get(field.pos())));
                    GenericRecord source = new GenericData.Record(
                            request.getSchema().getField("source").schema());
                    source.put(
                            "kind",
                            new GenericData.EnumSymbol(
                                    source.getSchema().getField("kind").schema(), "URL"));
                    source.put("url", "https://169.254.169.254/latest/meta-data/film.mp4");
                    request.put("eventId", UUID.randomUUID().toString());
                    request.put("jobId", id);
                    request.put("requestedAt", System.currentTimeMillis());
                    request.put("source", source);
                },
                id);

        GenericRecord end = outside.event(
                event -> event.get("jobId").toString().equals(id)
                        && event.get("type").toString().equals("FAILED"),
                Duration.ofMinutes(1));
        assertThat(end.get("failure").toString())
                .contains("SOURCE_ADDRESS_FORBIDDEN")
                .contains("INPUT");
        try (Stream<String> stream = rushes.client().stream("api/v1/jobs/" + id + "/events")) {
            assertThat(stream.toList()).isNotNull();
        }
        assertThat(rushes.client().get("api/v1/jobs/" + id).path("state").asString())
                .isEqualTo("FAILED");
    }

    @Test
    void aWrongRecipeIsRefusedWithTheOnesThatExist() throws Exception {
        try (RushesProcess run = RushesProcess.start(folder, "run", sample.toString(), "--recipe", "opera")) {
            assertThat(run.exitCode(MINUTES)).isNotZero();
            assertThat(String.join("\n", run.lines())).contains("highlights").contains("analyze");
        }
    }

    @Test
    void aFileThatDoesNotExistIsNamed() throws Exception {
        try (RushesProcess run = RushesProcess.start(folder, "run", "nowhere.mp4")) {
            assertThat(run.exitCode(MINUTES)).isEqualTo(3);
            assertThat(String.join("\n", run.lines())).contains("nowhere.mp4").doesNotContain("Exception");
        }
    }

    private JsonNode newest() throws Exception {
        JsonNode jobs = rushes.client().get("api/v1/jobs?limit=1").path("jobs");
        assertThat(jobs)
                .as(new String(jobs.toString().getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
        return jobs.path(0);
    }
}
