package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.GiveWayMeter;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.observe.WorkerMeter;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** Dashboards and alerts are written against these names. */
class ScrapeTest {
    /** Counters with tags that are known only when it happens, and that nothing here brings about. */
    private static final Set<RuntimeMeter> NOT_YET =
            EnumSet.of(RuntimeMeter.SHELVED, RuntimeMeter.SIFTED, RuntimeMeter.CONTINUATIONS);

    @Test
    void the_prometheus_page_shows_every_meter_under_the_name_that_the_documentation_gives_it(@TempDir Path folder)
            throws Exception {
        Probe probe = new Probe();
        probe.on(
                "trouble",
                job -> Mono.just(Outcome.failed(
                        Failure.of(CommonFailure.DISK_FULL, "Expected room on the disk, but it is full"))));
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext instance = bench.webInstance(List.of(probe.definition()));
            JobTicket job = Probe.ticket();
            bench.footage(job, "trouble");
            await().atMost(Bench.PATIENCE)
                    .untilAsserted(() -> assertThat(bench.story(job.jobId())).contains("FAILED"));

            await().atMost(Bench.PATIENCE).untilAsserted(() -> {
                String page = scrape(instance);
                List<DocumentedMeter> expected = new ArrayList<>(EnumSet.complementOf(EnumSet.copyOf(NOT_YET)));
                expected.addAll(List.of(WorkerMeter.values()));
                expected.addAll(List.of(GiveWayMeter.values()));
                assertThat(expected).allSatisfy(meter -> assertThat(page)
                        .as(meter.meterName())
                        .containsPattern(Pattern.compile("(?m)^" + series(meter) + "(\\{[^}]*\\})? ")));
            });
            assertThat(scrape(instance))
                    .contains("rushes_stage_dead_letters_total{code=\"DISK_FULL\",stage=\"split\"} 1.0")
                    .contains("rushes_stage_retries_total{code=\"DISK_FULL\",stage=\"split\"} 2.0")
                    .contains("rushes_source_lag{stage=\"split\",topic=\"rushes.split\"}")
                    .contains("rushes_worker_known{presence=\"alive\"} 1.0");
        }
    }

    private static String series(DocumentedMeter meter) {
        return meter.scrapedAs() + (meter.facts().kind() == DocumentedMeter.Kind.TIMER ? "_count" : "");
    }

    private static String scrape(ConfigurableApplicationContext instance) throws Exception {
        String port = instance.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
