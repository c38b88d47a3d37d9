package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} of the whole program once each stage has begun, one after the other on the same data. Every job completes after the
 * restart, and no tool is started again for work that had been finished.
 */
class KillNineIT {
    private static final List<String> STAGES = List.of("upload", "split", "analysis", "timeline", "render");

    @Test
    void aJobGoesOnWhereItWasWhicheverStageItIsKilledIn(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path sample;
        try (RushesProcess demo =
                RushesProcess.start(folder, "demo", "--exit", "--port", "0", "--data", data.toString())) {
            assertThat(demo.exitCode(Duration.ofMinutes(3)))
                    .as(String.join("\n", demo.lines()))
                    .isZero();
            sample = data.resolve("sample/sample.mp4");
        }

        for (String stage : STAGES) {
            killedIn(stage, data, sample);
        }
    }

    private static void killedIn(String stage, Path data, Path sample) throws Exception {
        String path;
        Set<String> finished;
        try (RushesProcess rushes = RushesProcess.up(data)) {
            JobClient client = rushes.client();
            JsonNode job =
                    client.upload(sample, new JobWish("highlights", Optional.of(Duration.ofSeconds(12)), "mp4", 720));
            path = "api/v1/jobs/" + job.path("id").asString();
            awaitActive(client, path, stage);
            rushes.killHard();
            finished = artifacts(data, job.path("id").asString());
        }
        try (RushesProcess rushes = RushesProcess.up(data)) {
            JsonNode end = awaitEnd(rushes.client(), path);
            assertThat(end.path("state").asString())
                    .as("killed in %s: %s", stage, end)
                    .isEqualTo("COMPLETED");
            assertThat(artifacts(data, end.path("id").asString()))
                    .as("what was finished before the kill in %s was not written again", stage)
                    .containsAll(finished);
        }
    }

    /** Waits until the stage has begun, or the job is further: a stage can be over within milliseconds. */
    private static void awaitActive(JobClient client, String path, String stage) throws Exception {
        try (Stream<String> lines = client.stream(path + "/events")) {
            var each = lines.iterator();
            while (each.hasNext()) {
                if (each.next().startsWith("data:") && hasBegun(client.get(path), stage)) {
                    return;
                }
            }
        }
    }

    private static boolean hasBegun(JsonNode job, String stage) {
        for (JsonNode each : job.path("progress").path("stages")) {
            if (each.path("name").asString().equals(stage)) {
                return !each.path("state").asString().equals("WAITING");
            }
        }
        return false;
    }

    /** A job that was accepted just before the kill is told again by the upload stage, so the ledger may not know it yet. */
    private static JsonNode awaitEnd(JobClient client, String path) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try {
                JsonNode job = client.get(path);
                if (Set.of("COMPLETED", "FAILED", "CANCELLED")
                                .contains(job.path("state").asString())
                        || System.nanoTime() > deadline) {
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

    /** Every finished object of a job with the moment it was written: a second writing would show. */
    private static Set<String> artifacts(Path data, String job) throws Exception {
        Path folder = data.resolve("objects/tenants/default/jobs/" + job);
        if (!Files.isDirectory(folder)) {
            return new HashSet<>();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/chunks/")
                            || Files.exists(folder.resolve("chunks/manifest.json")))
                    .map(file -> folder.relativize(file) + " " + modified(file))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static String modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
