package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A thousand jobs asked for at 200 a second of the packaged program, with pages being looked at meanwhile. Requests begin when they are due, whatever
 * became of those before, and each is timed from when it was due: a server that stalls can't hide it. Three rushes, each with its figures:
 *
 * <ol>
 *   <li><i>cold</i>: right after the start, all five stages working in the same process. The jobs fail, because there is no footage at their address, after
 *       three tries each.
 *   <li><i>warm</i>: the same again when the first are over.
 *   <li><i>alone</i>: with the upload stage paused, so that nothing works on the jobs: what the API by itself costs.
 * </ol>
 *
 * <p>Its name keeps it out of the build:
 *
 * <pre>
 *   mvn verify -pl standalone -am -Dtest=JobRushCampaign -Dsurefire.failIfNoSpecifiedTests=false -DskipITs -Drushes.rush.jobs=1000 -Drushes.rush.rate=200
 * </pre>
 */
class JobRushCampaign {
    private static final Duration VISIBLE = Duration.ofMinutes(1);
    private static final Duration OVER = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Stands for the status of an answer that did not come. */
    private static final int NONE = 0;

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int PAGE = 500;

    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String base = "";

    /** @param millis from when it was due to the end of its answer */
    private record Answer(int status, String body, double millis) {}

    @Test
    void every_job_that_was_acknowledged_is_there(@TempDir Path folder) throws Exception {
        int jobs = Integer.getInteger("rushes.rush.jobs", 1000);
        double rate = Integer.getInteger("rushes.rush.rate", 200);
        try (RushesProcess rushes = RushesProcess.up(folder.resolve("data"))) {
            base = rushes.address();
            Rushed cold = rush("cold", jobs, rate);
            awaitOver("cold", cold.promised().size());
            Rushed warm = rush("warm", jobs, rate);
            awaitOver("warm", warm.promised().size());
            assertThat(ask("POST", "/api/v1/stages/upload/pause", "{\"reason\": \"the rush\"}")
                            .status())
                    .isIn(200, 202);
            Rushed alone = rush("alone", jobs, rate);
            System.out.println(ask("GET", "/api/v1/queues", "").body());
            for (Rushed each : List.of(cold, warm, alone)) {
                assertThat(statuses(each.answers())).isEqualTo(Map.of(202, (long) jobs));
                assertThat(each.promised()).hasSize(jobs);
                assertThat(each.looks()).allMatch(answer -> answer.status() == 200);
            }
        }
    }

    /**
     * What became of a rush.
     *
     * @param promised ids of the jobs that were acknowledged; all of them are in the list
     * @param looks answers to whoever looked at pages meanwhile
     */
    private record Rushed(List<Answer> answers, Set<String> promised, List<Answer> looks) {}

    private Rushed rush(String wave, int jobs, double rate) {
        AtomicBoolean over = new AtomicBoolean();
        // On a thread of its own: answers are handed on by the common pool, which on two processors has a single one.
        CompletableFuture<List<Answer>> looks = CompletableFuture.supplyAsync(
                () -> looks(over), task -> Thread.ofPlatform().name("looks").start(task));
        long begun = System.nanoTime();
        List<Answer> answers = asked(wave, jobs, rate);
        double seconds = (System.nanoTime() - begun) / 1e9;
        over.set(true);
        List<Answer> seen = looks.join();
        Set<String> promised = new HashSet<>();
        answers.stream()
                .filter(answer -> answer.status() == 202)
                .forEach(answer ->
                        promised.add(json.readTree(answer.body()).path("id").asString()));
        System.out.printf(
                "%s: %d jobs in %.2f s (%.0f a second asked for): %s; %s%n",
                wave, jobs, seconds, rate, statuses(answers), times(answers));
        System.out.printf(
                "%s: %d looks at queues, stages and a list meanwhile: %s; %s%n",
                wave, seen.size(), statuses(seen), times(seen));
        System.out.printf("%s: all that was acknowledged in the list %.2f s later%n", wave, awaitAll(wave, promised));
        return new Rushed(answers, promised, seen);
    }

    private static String times(List<Answer> answers) {
        return "p50 %.1f ms, p99 %.1f ms, most %.1f ms"
                .formatted(percentile(answers, 0.5), percentile(answers, 0.99), percentile(answers, 1));
    }

    /** Until no job of a wave is being worked on. */
    private void awaitOver(String wave, int jobs) {
        long begun = System.nanoTime();
        long failed = 0;
        while (failed < jobs) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("%d of %d jobs are over", failed, jobs)
                    .isLessThan(OVER);
            LockSupport.parkNanos(LOOK.toNanos() * 25);
            failed = json.readTree(ask("GET", "/api/v1/jobs?limit=1&label=wave:" + wave, "")
                            .body())
                    .path("counts")
                    .path("FAILED")
                    .asLong();
        }
        System.out.printf("%s: all over %.1f s after the rush%n", wave, (System.nanoTime() - begun) / 1e9);
    }

    private Answer ask(String method, String path, String body) {
        return send(method, path, body, System.nanoTime()).join();
    }

    private static Map<Integer, Long> statuses(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
    }

    private List<Answer> asked(String wave, int jobs, double rate) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int job = 0; job < jobs; job++) {
            long due = start + (long) (job * 1e9 / rate);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers.add(send(
                    "POST",
                    "/api/v1/jobs",
                    "{\"source\": {\"url\": \"https://rushes.invalid/%d.mov\"}, \"labels\": {\"wave\": \"%s\"}}"
                            .formatted(job, wave),
                    due));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private List<Answer> looks(AtomicBoolean over) {
        List<String> pages = List.of("/api/v1/queues", "/api/v1/stages", "/api/v1/jobs?limit=20");
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int look = 0; !over.get(); look++) {
            answers.add(send("GET", pages.get(look % pages.size()), "", System.nanoTime()));
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** @return seconds until the list had them all */
    private double awaitAll(String wave, Set<String> promised) {
        long begun = System.nanoTime();
        Set<String> missing = new HashSet<>(promised);
        while (!missing.isEmpty()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("%d of %d acknowledged jobs are not in the list", missing.size(), promised.size())
                    .isLessThan(VISIBLE);
            missing.removeAll(listed(wave));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private List<String> listed(String wave) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json.readTree(ask("GET", "/api/v1/jobs?label=wave:" + wave + "&limit=" + PAGE + cursor, "")
                    .body());
            page.path("jobs").forEach(job -> ids.add(job.path("id").asString()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    private CompletableFuture<Answer> send(String method, String path, String body, long due) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(
                        response -> new Answer(response.statusCode(), response.body(), (System.nanoTime() - due) / 1e6))
                // The request's own limit ends with the head of an answer.
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(e -> new Answer(NONE, e.toString(), (System.nanoTime() - due) / 1e6));
    }

    private static double percentile(List<Answer> answers, double part) {
        double[] sorted = answers.stream().mapToDouble(Answer::millis).sorted().toArray();
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(part * sorted.length) - 1))];
    }
}
