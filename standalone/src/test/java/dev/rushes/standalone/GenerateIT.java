package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.scenario.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Films from words with the packaged program, against the fake: from the terminal, and over a {@code kill -9} while the film is made. */
class GenerateIT {
    private static final Duration MINUTES = Duration.ofMinutes(3);
    private static final String WORDS = "A red kite over dunes";
    private static final long COST = 810_976;

    @TempDir
    private static Path folder = Path.of("");

    private static FakeGemini fake;
    private static Path data = Path.of("");

    @BeforeAll
    static void startTheFake() throws Exception {
        fake = FakeGemini.start(FakeSettings.with(Clock.systemUTC()).withStudio(new FakeFilm()), 0);
        data = folder.resolve("rushes-data");
    }

    @AfterAll
    static void stopTheFake() {
        fake.close();
    }

    @BeforeEach
    void forget() {
        fake.reset();
    }

    private static Map<String, String> environment() {
        return Map.of(
                "GEMINI_API_KEY",
                FakeSettings.KEY,
                "RUSHES_GEMINI_BASE_URL",
                fake.address(),
                "RUSHES_GENERATION_FIRST_LOOK",
                "2s",
                "RUSHES_GENERATION_LONGEST_PAUSE",
                "2s");
    }

    @Test
    void wordsBecomeAFilmFromTheTerminal() throws Exception {
        try (RushesProcess run = RushesProcess.start(
                folder, environment(), "run", "--prompt", WORDS, "--duration", "8s", "--out", "made")) {
            assertThat(run.exitCode(MINUTES)).as(String.join("\n", run.lines())).isZero();
            assertThat(run.lines()).anyMatch(line -> line.startsWith("Film: "));
        }

        try (Stream<Path> films = Files.list(folder.resolve("made"))) {
            assertThat(films).singleElement().satisfies(film -> {
                assertThat(film).isNotEmptyFile();
                assertThat(String.valueOf(film.getFileName())).matches("prompt-[0-9a-f]{8}-generate\\.mp4");
            });
        }
        assertThat(orders()).isEqualTo(1);
        assertThat(RushesProcess.logLines(data, FakeSettings.KEY)).isEmpty();
        assertThat(RushesProcess.logLines(data, WORDS)).isEmpty();
    }

    @Test
    void aProcessThatIsKilledWhileTheFilmIsMadeHasBoughtItOnce() throws Exception {
        String id;
        try (RushesProcess first = RushesProcess.up(data, environment())) {
            JobWish wish = new JobWish("generate", Optional.empty(), "mp4", 720);
            id = first.client().ask(WORDS, wish).path("id").asString();
            await().atMost(MINUTES).until(() -> first.client().isThere("api/v1/jobs/" + id));
            await().atMost(MINUTES).until(() -> first.client()
                    .get("api/v1/jobs/" + id)
                    .path("waiting")
                    .path("reason")
                    .asString("")
                    .equals("GENERATING"));
            first.killHard();
        }

        try (RushesProcess second = RushesProcess.up(data, environment())) {
            JobClient client = second.client();
            await().atMost(MINUTES).until(() -> List.of("COMPLETED", "FAILED")
                    .contains(client.get("api/v1/jobs/" + id).path("state").asString()));
            JsonNode job = client.get("api/v1/jobs/" + id);

            assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("COMPLETED");
            assertThat(job.path("cost").path("spent").path("microDollars").asLong())
                    .isEqualTo(COST);
            assertThat(job.path("media").path("duration").asDouble()).isEqualTo(8);
            assertThat(client.get("api/v1/jobs/" + id + "/outputs")
                            .path("outputs")
                            .path(0)
                            .path("duration")
                            .asDouble())
                    .isBetween(7.8, 8.2);
        }
        assertThat(orders()).isEqualTo(1);
    }

    private static long orders() {
        return fake.journal().stream()
                .filter(entry ->
                        entry.route().filter(Route.INTERACTION_CREATE::equals).isPresent())
                .count();
    }
}
