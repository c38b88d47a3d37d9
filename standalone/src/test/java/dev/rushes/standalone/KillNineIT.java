package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.testkit.MediaFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} of the whole program in the middle of each stage: a run of the stage's tool is frozen while it works (the timeline, which has
 * none, while it waits for its tables), and there the plug is pulled. After the restart the job completes. No run whose result was stored is
 * started again; of the frozen one and of those that follow from it within its stage there is one more. (A chunk goes to its analysis while the
 * cut goes on, so the plug may also hit a run of the stage behind, whose result is not there yet.)
 */
class KillNineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern CHUNK_ANALYZED = Pattern.compile(" file:analysis/((?:video|audio)-\\d+)\\.");
    private static final JobWish WISH = new JobWish("highlights", Optional.of(Duration.ofSeconds(12)), "mp4", 720);

    @TempDir
    private Path folder;

    private Path data;
    private Path sample;
    private HeldTools tools;
    private Map<String, Long> undisturbed;

    private RushesProcess rushes;

    @BeforeEach
    void makeOneFilmInPeace() throws Exception {
        data = folder.resolve("data");
        MediaFixture media = new MediaFixture(folder);
        sample = SampleFootage.make(media.ffmpeg(), data, Terminal.ofSystem());
        tools = HeldTools.in(
                folder.resolve("tools"), media.tools().locate().blockOptional().orElseThrow());
        rushes = up();
        JsonNode job = rushes.client().upload(sample, WISH);
        assertThat(awaitEnd(path(job)).path("state").asString()).isEqualTo("COMPLETED");
        undisturbed = tools.starts();
    }

    @AfterEach
    void stop() throws Exception {
        rushes.close();
    }

    @Test
    void aJobGoesOnWhereItWasWhicheverStageItIsKilledIn() throws Exception {
        killedIn("upload", "^ffprobe .*/upload-", Set.of(), 1);
        // The cut follows from the survey, three runs; chunks that it had closed are looked at again.
        killedIn("split", "^ffmpeg .*/split-.* -map_metadata -1 ", Set.of(), 4 + 4);
        // All other chunks are done, so only the frozen run is lost.
        killedIn(
                "analysis",
                "^ffmpeg .*/analysis-video-00002",
                Set.of(
                        "analysis/video-00000.json",
                        "analysis/video-00001.json",
                        "analysis/video-00003.json",
                        "analysis/audio-00000.json"),
                1);
        killedInTheTimeline();
        // Two clips are encoded; the third, and the look at the source's clock, are done again.
        killedIn("render", "^ffmpeg .*/render-.* file:segment-00002.mp4 ", Set.of(), 2);
    }

    /**
     * @param held the run that is frozen, in the manner of grep -E
     * @param finished objects of the job to wait for before the kill
     * @param most starts that the kill may cost
     */
    private void killedIn(String stage, String held, Set<String> finished, int most) throws Exception {
        tools.reset();
        tools.hold(held);
        String job = rushes.client().upload(sample, WISH).path("id").asString();
        await(stage + " is at work", tools::holds);
        await(stage + " has finished " + finished, () -> names(job).containsAll(finished));
        rushes.killHard();
        goesOn(stage, job, artifacts(job), most);
    }

    private void killedInTheTimeline() throws Exception {
        tools.reset();
        await("the addresses are printed", () -> rushes.lines().stream().anyMatch(line -> line.contains("Ctrl-C")));
        String database = rushes.printed("Postgres");
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean unused = statement.execute("lock table timeline.expectations in access exclusive mode");
            String job = rushes.client().upload(sample, WISH).path("id").asString();
            await("the timeline waits for its tables", () -> waiting(database) > 0);
            await(
                    "all chunks are analyzed",
                    () -> names(job).stream()
                                    .filter(name -> name.matches("analysis/(video|audio)-\\d+\\.json"))
                                    .count()
                            == chunks(job));
            rushes.killHard();
            goesOn("timeline", job, artifacts(job), 0);
        }
    }

    private void goesOn(String stage, String job, Set<String> before, int most) throws Exception {
        await("nothing outlives the program", () -> RushesProcess.processesWith(data.toString())
                .isEmpty());
        tools.letGo();
        rushes = up();
        JsonNode end = awaitEnd("api/v1/jobs/" + job);
        assertThat(end.path("state").asString())
                .as("killed in %s: %s", stage, end)
                .isEqualTo("COMPLETED");
        assertThat(artifacts(job))
                .as("what was finished before the kill in %s was not written again", stage)
                .containsAll(before);
        Map<String, Long> repeated = repeated();
        System.out.println("killed in " + stage + ", started again: " + repeated);
        assertThat(repeated.keySet().stream().filter(run -> !isOf(stage, run)))
                .as("runs of other stages that had their result were not started again after the kill in %s", stage)
                .noneMatch(run -> resultOf(run)
                        .map(name -> before.stream().anyMatch(artifact -> artifact.startsWith(name + " ")))
                        .orElse(true));
        assertThat(repeated.entrySet().stream()
                        .filter(run -> isOf(stage, run.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum())
                .as("started again after the kill in %s: %s", stage, repeated)
                .isLessThanOrEqualTo(most);
    }

    private static boolean isOf(String stage, String run) {
        return run.contains(" file:" + stage + "/");
    }

    /** The object that a run of the analysis is for; of runs of other stages it can't be told from their arguments. */
    private static Optional<String> resultOf(String run) {
        Matcher chunk = CHUNK_ANALYZED.matcher(run);
        return chunk.find() ? Optional.of("analysis/" + chunk.group(1) + ".json") : Optional.empty();
    }

    /** Runs that were started more often than for the undisturbed job, and how much more often. */
    private Map<String, Long> repeated() throws IOException {
        Map<String, Long> more = new LinkedHashMap<>();
        tools.starts().forEach((run, times) -> {
            long extra = times - undisturbed.getOrDefault(run, 0L);
            if (extra > 0) {
                more.put(run, extra);
            }
        });
        return more;
    }

    private RushesProcess up() throws Exception {
        return RushesProcess.up(data, environment());
    }

    private Map<String, String> environment() {
        return Map.of("RUSHES_FFMPEG_PATH", tools.folder().toString());
    }

    private static String path(JsonNode job) {
        return "api/v1/jobs/" + job.path("id").asString();
    }

    private static long waiting(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from pg_locks where not granted and relation = 'timeline.expectations'::regclass")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private long chunks(String job) throws IOException {
        return names(job).contains("chunks/manifest.json")
                ? names(job).stream()
                        .filter(name -> name.matches("chunks/(video|audio)-.*"))
                        .count()
                : -1;
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /** A job that was accepted just before the kill is told again by the upload stage, so the ledger may not know it yet. */
    private JsonNode awaitEnd(String path) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                JsonNode job = rushes.client().get(path);
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

    /**
     * Every finished object of a job with the moment it was written: a second writing would show. Chunks are finished once their manifest
     * stands; parts of a film are let go when it is there.
     */
    private Set<String> artifacts(String job) throws IOException {
        Path root = objects(job);
        return files(root)
                .filter(file ->
                        !file.toString().contains("/chunks/") || Files.exists(root.resolve("chunks/manifest.json")))
                .filter(file -> !file.toString().contains("/renders/parts/"))
                .map(file -> root.relativize(file) + " " + modified(file))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Set<String> names(String job) throws IOException {
        Path root = objects(job);
        return files(root).map(file -> root.relativize(file).toString()).collect(Collectors.toSet());
    }

    private Path objects(String job) {
        return data.resolve("objects/tenants/default/jobs/" + job);
    }

    private static Stream<Path> files(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return List.copyOf(files.filter(Files::isRegularFile).toList()).stream();
        }
    }

    private static String modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
