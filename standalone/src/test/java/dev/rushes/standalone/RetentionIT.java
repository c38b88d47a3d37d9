package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.testkit.MediaFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What goes by policy and what goes on request, in the whole program: real Kafka, real Postgres, real footage. */
class RetentionIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JobWish WISH = new JobWish("highlights", Optional.of(Duration.ofSeconds(4)), "mp4", 480);
    private static final Map<String, String> QUICK = Map.of(
            "RUSHES_RETENTION_WORK", "1s",
            "RUSHES_RETENTION_TICK", "200ms",
            "RUSHES_RETENTION_INTERVAL", "500ms",
            "RUSHES_RETENTION_LAG", "100ms",
            "RUSHES_RETENTION_HOLD", "10s",
            "RUSHES_ERASURE_INTERVAL", "500ms",
            "RUSHES_ERASURE_SETTLE", "2s");

    @Test
    void workFilesGoAFurtherRunMakesThemAnewAndAnErasureLeavesNothing(@TempDir Path folder) throws Exception {
        MediaFixture media = new MediaFixture(folder);
        Path data = folder.resolve("data");
        Path sample = SampleFootage.make(media.ffmpeg(), data, Terminal.ofSystem());
        try (RushesProcess rushes = RushesProcess.up(data, QUICK)) {
            JobClient client = rushes.client();
            String id = client.upload(sample, WISH).path("id").asString();
            String job = "api/v1/jobs/" + id;
            JsonNode completed = await(client, job, RetentionIT::isOver);
            assertThat(completed.path("state").asString())
                    .as(completed.toString())
                    .isEqualTo("COMPLETED");
            assertThat(completed.path("expires").path("outputs").asString()).isNotEmpty();

            awaitWorkFilesGone(client, job, data, id);
            assertThat(objects(data, id)).anyMatch(file -> file.endsWith("/renders/film.mp4"));
            assertThat(films(client, job)).isEqualTo(1);

            assertThat(client.send("POST", job + "/retry?force=true", "")).isNotNull();
            JsonNode again = await(client, job, view -> view.path("run").asInt() == 2 && isOver(view));
            assertThat(again.path("state").asString()).as(again.toString()).isEqualTo("COMPLETED");
            awaitWorkFilesGone(client, job, data, id);
            assertThat(films(client, job)).isEqualTo(1);

            assertThat(client.send("DELETE", job + "/data", "").path("by").asString())
                    .isEqualTo("local");
            JsonNode erased = await(
                    client, job + "/data", view -> view.path("state").asString().equals("ERASED"));
            assertThat(erased.path("objectsRemoved").asInt())
                    .as(erased.toString())
                    .isPositive();
            assertThat(objects(data, id)).isEmpty();
            JsonNode audit =
                    await(client, "api/v1/audit", trail -> trail.toString().contains("jobs.erased"));
            assertThat(audit.toString()).contains("retention.work-files", "jobs.erase", id);
        }
    }

    private static void awaitWorkFilesGone(JobClient client, String job, Path data, String id) throws Exception {
        JsonNode chunks = await(
                client,
                job + "/chunks",
                page -> !page.path("chunks").isEmpty()
                        && !page.path("chunks").path(0).has("href"));
        assertThat(objects(data, id))
                .as(chunks.toString())
                .noneMatch(file -> file.contains("/chunks/") || file.contains("/analysis/"));
    }

    private static int films(JobClient client, String job) throws Exception {
        return client.get(job + "/outputs").path("outputs").size();
    }

    private static boolean isOver(JsonNode view) {
        return List.of("COMPLETED", "FAILED", "CANCELLED")
                .contains(view.path("state").asString());
    }

    /** The ledger may not know a job yet that has just been accepted. */
    private static JsonNode await(JobClient client, String path, Predicate<JsonNode> wanted) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                JsonNode view = client.get(path);
                if (wanted.test(view)) {
                    return view;
                }
                assertThat(System.nanoTime()).as(view::toString).isLessThan(deadline);
            } catch (UserError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(300);
        }
    }

    /** Files of a job's objects, wherever below the data folder the store keeps them, without seals. */
    private static List<String> objects(Path data, String id) throws IOException {
        while (true) {
            try (Stream<Path> files = Files.walk(data)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> Objects.toString(file).replace('\\', '/'))
                        .filter(file -> file.contains("/jobs/" + id + "/"))
                        .filter(file -> !file.contains("/.seals/"))
                        .toList();
            } catch (UncheckedIOException removed) {
                // The program removes files meanwhile: look again.
                if (!(removed.getCause() instanceof NoSuchFileException)) {
                    throw removed;
                }
            }
        }
    }
}
