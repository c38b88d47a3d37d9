package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.StubRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** A stage with the serdes of production on a real broker, and a registry in trouble. */
class RegistryOnKafkaTest {
    private final StubRegistry registry = StubRegistry.start();
    private final Probe probe = new Probe();

    @TempDir
    Path folder;

    private Bench bench;
    private FactSerde writer;

    @BeforeEach
    void start() {
        bench = new Bench(folder);
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("rushes.kafka.registry-url", registry.url());
        writer = FactSerde.of(new Binder(source).bindOrCreate("rushes.kafka", Bindable.of(KafkaSettings.class)));
    }

    @AfterEach
    void close() {
        registry.recover();
        bench.close();
        writer.close();
        registry.close();
    }

    @Test
    void while_the_registry_says_nothing_the_stage_waits_and_cancellations_are_heard() {
        JobTicket early = Probe.ticket();
        JobTicket running = Probe.ticket();
        probe.otherwise(its -> Mono.never());
        ConfigurableApplicationContext instance = instance();
        send(early, bytes(early, "early"));
        send(running, bytes(running, "endless"));
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().size() == 2);
        Control control = instance.getBean(Control.class);
        control.command(cancel(early)).block(Bench.PATIENCE);
        await().atMost(Bench.PATIENCE).until(() -> probe.cancelled().contains("early"));

        byte[] first = bytes(Probe.ticket(), "strange");
        registry.fallSilent();
        List<JobTicket> jobs = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            JobTicket job = Probe.ticket();
            jobs.add(job);
            byte[] strange = first.clone();
            ByteBuffer.wrap(strange).putInt(1, 1_000 + number);
            send(job, strange);
        }
        await().atMost(Bench.PATIENCE).until(() -> state(instance) == StageState.OUTAGE);
        control.command(cancel(running)).block(Bench.PATIENCE);
        await().atMost(Bench.PATIENCE).until(() -> probe.cancelled().contains("endless"));
        assertThat(bench.read("rushes.split-dlt")).isEmpty();

        registry.recover();
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.read("rushes.split-dlt").size() == jobs.size());
    }

    /** Somebody pointed the service to an empty registry. */
    @Test
    void a_registry_that_knows_nothing_of_ours_puts_nothing_into_the_dead_letters() {
        instance();
        bench.stopInstances();
        List<JobTicket> jobs = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            JobTicket job = Probe.ticket();
            jobs.add(job);
            send(job, bytes(job, "patient"));
        }
        registry.loseAll();
        ConfigurableApplicationContext instance = instance();
        await().atMost(Bench.PATIENCE).until(() -> state(instance) == StageState.OUTAGE);
        int asked = registry.questions();
        await().pollDelay(Duration.ofSeconds(4))
                .atMost(Bench.PATIENCE)
                .until(() -> state(instance) == StageState.OUTAGE);
        assertThat(registry.questions() - asked)
                .as("it is asked by one record at a time")
                .isLessThan(60);
        assertThat(bench.read("rushes.split-dlt")).isEmpty();
        assertThat(probe.handled()).isEmpty();

        registry.remember();
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().size() == jobs.size());
        await().atMost(Bench.PATIENCE).until(() -> state(instance) == StageState.RUNNING);
        assertThat(bench.read("rushes.split-dlt")).isEmpty();
    }

    @Test
    void a_schema_that_only_one_record_has_costs_that_record_and_no_time() {
        ConfigurableApplicationContext instance = instance();
        JobTicket good = Probe.ticket();
        JobTicket bad = Probe.ticket();
        byte[] foreign = bytes(bad, "foreign");
        ByteBuffer.wrap(foreign).putInt(1, 4711);
        send(bad, foreign);
        send(good, bytes(good, "plain"));
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.read("rushes.split-dlt", bad.jobId()).size() == 1);
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("plain"));
        assertThat(state(instance)).isEqualTo(StageState.RUNNING);
    }

    @CanIgnoreReturnValue
    private ConfigurableApplicationContext instance() {
        return bench.instance(
                List.of(probe.definition()),
                "rushes.kafka.serializer=io.apicurio.registry.serde.avro.AvroKafkaSerializer",
                "rushes.kafka.deserializer=io.apicurio.registry.serde.avro.AvroKafkaDeserializer",
                "rushes.kafka.registry-url=" + registry.url(),
                "rushes.kafka.registry-timeout=1s");
    }

    private byte[] bytes(JobTicket job, String name) {
        return writer.encode("rushes.split", new RecordHeaders(), Probe.footage(job, name));
    }

    private void send(JobTicket job, byte[] value) {
        bench.send(
                new ProducerRecord<>("rushes.split", job.jobId().toString().getBytes(StandardCharsets.UTF_8), value));
    }

    private static StageState state(ConfigurableApplicationContext instance) {
        return instance.getBean(Stages.class).engines().getFirst().report().state();
    }

    private static ControlCommand cancel(JobTicket job) {
        return ControlCommand.newBuilder()
                .setCommandId(UUID.randomUUID())
                .setIssuedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setAction(ControlAction.CANCEL)
                .setJobId(job.jobId())
                .setRun(job.run())
                .build();
    }
}
