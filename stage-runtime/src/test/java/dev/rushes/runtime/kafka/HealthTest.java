package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.runtime.stage.JobTicket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** What the health pages say, over HTTP, while a broker comes and goes. */
class HealthTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void without_a_broker_an_instance_is_not_ready_and_still_alive_and_it_recovers(@TempDir Path folder)
            throws Exception {
        Probe probe = new Probe();
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext instance =
                    bench.webInstance(List.of(probe.definition()), "rushes.heartbeat.interval=500ms");
            await().atMost(Bench.PATIENCE).until(() -> status(instance, "readiness") == 200);
            assertThat(get(instance, "readiness").body())
                    .contains("\"kafka\"", "\"stages\"", "\"split\"", "\"lastPoll\"", "\"partitions\":[0,1,2]")
                    .containsPattern("\"leasesHeard\":\"\\d+ ms ago\"");

            bench.stopBroker();
            await().atMost(Bench.PATIENCE).until(() -> status(instance, "readiness") == 503);
            assertThat(get(instance, "readiness").body())
                    .contains("\"kafka\":{\"details\"")
                    .contains("DOWN");
            assertThat(get(instance, "liveness").statusCode()).isEqualTo(200);
            assertThat(get(instance, "liveness").body())
                    .contains("livenessState")
                    .doesNotContain("kafka", "stages");

            bench.startBroker();
            await().atMost(Duration.ofSeconds(60)).until(() -> status(instance, "readiness") == 200);
            JobTicket job = Probe.ticket();
            bench.footage(job, "after");
            await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("after"));
        }
    }

    @Test
    void a_stuck_record_and_the_oldest_waiting_job_are_told_and_the_instance_stays_ready(@TempDir Path folder)
            throws Exception {
        Probe probe = new Probe();
        probe.otherwise(job -> Mono.never());
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext instance = bench.webInstance(
                    List.of(probe.definition()),
                    "rushes.health.stuck-after=100ms",
                    "rushes.stages.split.concurrency=1",
                    "rushes.runtime.drain=10ms");
            bench.footage(Probe.ticket(), "stuck");
            await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("stuck"));
            JobTicket waiting = Probe.ticket();
            bench.footage(waiting, "waits");

            await().atMost(Bench.PATIENCE)
                    .untilAsserted(() -> assertThat(get(instance, "readiness")).satisfies(page -> {
                        assertThat(page.statusCode()).isEqualTo(200);
                        assertThat(page.body())
                                .contains("\"stuck\":\"a record has held back commits for ")
                                .contains("\"oldestWaiting\":\"job " + waiting.jobId() + " for ")
                                .contains("\"oldestRunning\":\"job ");
                    }));
        }
    }

    private int status(ConfigurableApplicationContext instance, String group) throws Exception {
        return get(instance, group).statusCode();
    }

    private HttpResponse<String> get(ConfigurableApplicationContext instance, String group) throws Exception {
        String port = instance.getEnvironment().getRequiredProperty("local.server.port");
        URI page = URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group);
        return http.send(
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
