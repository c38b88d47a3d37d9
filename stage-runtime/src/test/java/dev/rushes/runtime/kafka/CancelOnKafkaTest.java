package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** A cancellation that is given to one instance acts on all of them within a second, whatever a record of the job is doing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelOnKafkaTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String RETRY_TOPIC = "rushes.split-retry";

    private final Probe left = new Probe();
    private final Probe right = new Probe();
    private Bench bench;
    private ConfigurableApplicationContext leftInstance;
    private ConfigurableApplicationContext rightInstance;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
        leftInstance = bench.instance(List.of(left.definition()));
        rightInstance = bench.instance(List.of(right.definition()));
    }

    @BeforeEach
    void bothWork() {
        await().atMost(Bench.PATIENCE).until(() -> {
            bench.footage(Probe.ticket(), "warm-up");
            return left.handled().contains("warm-up") && right.handled().contains("warm-up");
        });
    }

    @AfterAll
    void stopBroker() {
        bench.close();
    }

    @Test
    void work_on_another_instance_stops_within_a_second() {
        left.on("endless", job -> Mono.never());
        right.on("endless", job -> Mono.never());
        JobTicket job = Probe.ticket();
        bench.footage(job, "endless");
        await().atMost(Bench.PATIENCE)
                .until(() ->
                        left.handled().contains("endless") || right.handled().contains("endless"));
        boolean worksLeft = left.handled().contains("endless");

        cancel(worksLeft ? rightInstance : leftInstance, job.jobId());

        Probe worker = worksLeft ? left : right;
        await().pollInterval(Duration.ofMillis(10)).atMost(A_SECOND).until(() -> worker.cancelled()
                .contains("endless"));
    }

    @Test
    void a_record_that_waits_in_the_retry_topic_is_dropped_within_a_second_wherever_it_waits() {
        left.on("later", job -> Mono.just(Outcome.failed(inAnHour())));
        right.on("later", job -> Mono.just(Outcome.failed(inAnHour())));
        JobTicket job = Probe.ticket();
        bench.footage(job, "later");
        await().atMost(Bench.PATIENCE).until(() -> waiting(leftInstance) + waiting(rightInstance) == 1);
        boolean waitsLeft = waiting(leftInstance) == 1;

        cancel(waitsLeft ? rightInstance : leftInstance, job.jobId());

        await().pollInterval(Duration.ofMillis(10))
                .atMost(A_SECOND)
                .until(() -> waiting(leftInstance) + waiting(rightInstance) == 0);
        ConsumerRecord<byte[], byte[]> dropped =
                bench.read(RETRY_TOPIC, job.jobId()).getLast();
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.committed(RETRY_TOPIC, dropped.partition()) == dropped.offset() + 1);
        assertThat(left.handled()).filteredOn("later"::equals).hasSizeLessThanOrEqualTo(1);
        assertThat(bench.read("rushes.split-dlt", job.jobId())).isEmpty();
    }

    private static Failure inAnHour() {
        return new Failure(
                SimStage.SimFailure.BUSY, "Expected room, but there is none yet", Optional.of(Duration.ofHours(1)));
    }

    private static int waiting(ConfigurableApplicationContext instance) {
        return instance.getBean(Stages.class).engines().stream()
                .mapToInt(StageEngine::waitingCount)
                .sum();
    }

    private static void cancel(ConfigurableApplicationContext instance, UUID job) {
        ControlCommand cancel = ControlCommand.newBuilder()
                .setCommandId(UUID.randomUUID())
                .setIssuedAt(Instant.now())
                .setAction(ControlAction.CANCEL)
                .setJobId(job)
                .setRun(1)
                .build();
        instance.getBean(Control.class).command(cancel).block(Duration.ofSeconds(10));
    }
}
