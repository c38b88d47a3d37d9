package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.SplitFinished;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.testkit.MemoryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The runtime against a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StageOnKafkaTest {
    private static final FailureCode BAD_FOOTAGE = new FailureCode() {
        @Override
        public String name() {
            return "BAD_FOOTAGE";
        }

        @Override
        public FailureKind kind() {
            return FailureKind.INPUT;
        }
    };

    private Bench bench;
    private Probe probe = new Probe();

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
    }

    @org.junit.jupiter.api.BeforeEach
    void newProbe() {
        probe = new Probe();
    }

    @AfterEach
    void stopInstances() {
        bench.stopInstances();
    }

    @AfterAll
    void stopBroker() {
        bench.close();
    }

    @Test
    void five_records_become_five_facts_for_the_next_stage_and_their_stories() {
        bench.instance(List.of(probe.definition()));
        List<JobTicket> jobs = new ArrayList<>();
        for (int job = 0; job < 5; job++) {
            JobTicket ticket = Probe.ticket();
            jobs.add(ticket);
            bench.footage(ticket, "plain");
        }

        for (JobTicket job : jobs) {
            await().atMost(Bench.PATIENCE)
                    .untilAsserted(() -> assertThat(bench.story(job.jobId())).containsExactly("STAGE_FINISHED"));
            List<ConsumerRecord<byte[], byte[]>> facts = bench.read("rushes.timeline", job.jobId());
            assertThat(facts).hasSize(1);
            SplitFinished fact = (SplitFinished) bench.decode(facts.getFirst());
            assertThat(fact.getJob().getId()).isEqualTo(job.jobId());
            assertThat(header(facts.getFirst(), "ce_type")).isEqualTo("dev.rushes.events.SplitFinished");
            assertThat(header(facts.getFirst(), "ce_id"))
                    .isEqualTo(fact.getEventId().toString());
            assertThat(header(facts.getFirst(), "rushes-tenant")).isEqualTo("default");
            assertThat(header(facts.getFirst(), "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            JobEvent event = bench.events(job.jobId()).getFirst();
            assertThat(header(facts.getFirst(), "traceparent")).contains(event.getTraceId());
            assertThat(event.getWorker()).isEqualTo("worker-0");
        }
    }

    @Test
    void headers_say_what_is_asked_before_a_record_is_decoded_and_nothing_that_the_key_says() {
        bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        bench.footage(job, "plain");
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).containsExactly("STAGE_FINISHED"));
        List<String> ofAll = List.of(
                "ce_specversion",
                "ce_id",
                "ce_source",
                "ce_type",
                "ce_time",
                "ce_subject",
                "content-type",
                "traceparent",
                "rushes-tenant");
        assertThat(names(bench.read("rushes.events", job.jobId()).getFirst()))
                .containsExactlyInAnyOrderElementsOf(ofAll);
        assertThat(names(bench.read("rushes.timeline", job.jobId()).getFirst()))
                .containsAll(ofAll)
                .contains("rushes-run", "rushes-priority")
                .hasSize(ofAll.size() + 2);
    }

    private static List<String> names(ConsumerRecord<byte[], byte[]> record) {
        return Stream.of(record.headers().toArray()).map(Header::key).toList();
    }

    @Test
    void a_stuck_record_holds_back_its_own_commit_and_nothing_else() {
        Sinks.One<Outcome<String>> stuck = Sinks.one();
        probe.on("stuck", job -> stuck.asMono());
        ConfigurableApplicationContext instance = bench.instance(List.of(probe.definition()));
        JobTicket held = Probe.ticket();
        RecordMetadata first = bench.footage(0, held, "stuck");
        List<JobTicket> others = new ArrayList<>();
        RecordMetadata lastOfSame = first;
        RecordMetadata lastOfOther = first;
        for (int each = 0; each < 20; each++) {
            JobTicket ticket = Probe.ticket();
            others.add(ticket);
            lastOfSame = bench.footage(0, ticket, "plain");
            lastOfOther = bench.footage(1, ticket, "plain");
        }

        for (JobTicket other : others) {
            await().atMost(Bench.PATIENCE)
                    .untilAsserted(() -> assertThat(bench.story(other.jobId())).contains("STAGE_FINISHED"));
        }
        long endOfOther = lastOfOther.offset() + 1;
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.committed("rushes.split", 1))
                .isEqualTo(endOfOther));
        assertThat(bench.committed("rushes.split", 0)).isLessThanOrEqualTo(first.offset());
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(gauge(instance, RuntimeMeter.LAG, "rushes.split"))
                .isEqualTo(1));
        assertThat(gauge(instance, RuntimeMeter.LAG_SECONDS, "rushes.split")).isPositive();

        assertThat(stuck.tryEmitValue(Outcome.done("at last"))).isEqualTo(Sinks.EmitResult.OK);
        long endOfSame = lastOfSame.offset() + 1;
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.committed("rushes.split", 0))
                .isEqualTo(endOfSame));
    }

    @Test
    void a_failed_try_comes_back_through_the_retry_topic_when_it_is_due() {
        AtomicInteger tries = new AtomicInteger();
        probe.on(
                "flaky",
                job -> Mono.just(
                        tries.incrementAndGet() < 3
                                ? Outcome.failed(Failure.of(
                                        CommonFailure.DISK_FULL, "Expected room on the disk, but it is full"))
                                : Outcome.done("after " + job.attempt() + " tries")));
        bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        RecordMetadata origin = bench.footage(job, "flaky");

        // A retry counts once it is in its topic, and is told then: one that is due at once may have ended before.
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.story(job.jobId()))
                .containsExactlyInAnyOrder("STAGE_RETRYING", "STAGE_RETRYING", "STAGE_FINISHED"));
        List<ConsumerRecord<byte[], byte[]>> retries = bench.read("rushes.split-retry", job.jobId());
        assertThat(retries).hasSize(2);
        ConsumerRecord<byte[], byte[]> second = retries.getLast();
        assertThat(header(second, "kafka_original-topic")).isEqualTo("rushes.split");
        assertThat(ByteBuffer.wrap(bytes(second, "kafka_original-offset")).getLong())
                .isEqualTo(origin.offset());
        assertThat(ByteBuffer.wrap(bytes(second, "retry_topic-attempts")).getInt())
                .isEqualTo(3);
        assertThat(header(second, "rushes-attempt")).isEqualTo("3");
        assertThat(new BigInteger(bytes(second, "retry_topic-backoff-timestamp")).toString())
                .isEqualTo(header(second, "rushes-due"));
        assertThat(header(second, "rushes-error-class")).isEqualTo("DISK_FULL");
        assertThat(second.headers().headers("kafka_original-topic")).hasSize(1);
        assertThat(bench.events(job.jobId()))
                .filteredOn(event -> event.getType() == JobEventType.STAGE_RETRYING && event.getAttempt() == 2)
                .extracting(JobEvent::getDueAt)
                .containsExactly(Instant.ofEpochMilli(Long.parseLong(header(second, "rushes-due"))));
    }

    @Test
    void exhausted_tries_end_in_the_dead_letters_with_the_original_bytes_and_springs_headers() {
        probe.on("hopeless", job -> Mono.error(new IllegalStateException("a fault of this program")));
        bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        RecordMetadata origin = bench.footage(job, "hopeless");

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).endsWith("DEAD_LETTERED", "FAILED"));
        ConsumerRecord<byte[], byte[]> dead =
                bench.read("rushes.split-dlt", job.jobId()).getFirst();
        ConsumerRecord<byte[], byte[]> original =
                bench.read("rushes.split", job.jobId()).getFirst();
        assertThat(dead.key()).isEqualTo(original.key());
        assertThat(dead.value()).isEqualTo(original.value());
        assertThat(header(dead, "kafka_dlt-original-topic")).isEqualTo("rushes.split");
        assertThat(ByteBuffer.wrap(bytes(dead, "kafka_dlt-original-partition")).getInt())
                .isEqualTo(origin.partition());
        assertThat(ByteBuffer.wrap(bytes(dead, "kafka_dlt-original-offset")).getLong())
                .isEqualTo(origin.offset());
        assertThat(ByteBuffer.wrap(bytes(dead, "kafka_dlt-original-timestamp")).getLong())
                .isEqualTo(original.timestamp());
        assertThat(header(dead, "kafka_dlt-original-timestamp-type")).isEqualTo("CreateTime");
        assertThat(header(dead, "kafka_dlt-original-consumer-group")).isEqualTo("rushes.split");
        assertThat(header(dead, "kafka_dlt-exception-fqcn")).isEqualTo("java.lang.IllegalStateException");
        assertThat(header(dead, "kafka_dlt-exception-message")).startsWith("UNEXPECTED: ");
        assertThat(header(dead, "kafka_dlt-exception-stacktrace")).contains("a fault of this program");
        assertThat(header(dead, "rushes-attempt")).isEqualTo("3");
        assertThat(header(dead, "rushes-job-id")).isEqualTo(job.jobId().toString());
        assertThat(header(dead, "rushes-error-class")).isEqualTo("UNEXPECTED");
        assertThat(dead.partition()).isEqualTo(origin.partition());
    }

    @Test
    void bad_footage_fails_the_job_at_once_without_a_dead_letter() {
        probe.on(
                "bad",
                job -> Mono.just(Outcome.failed(Failure.of(BAD_FOOTAGE, "Expected a video, but got a cake recipe"))));
        bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        bench.footage(job, "bad");

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).containsExactly("FAILED"));
        assertThat(bench.read("rushes.split-dlt", job.jobId())).isEmpty();
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.read("rushes.control", job.jobId()))
                .singleElement()
                .satisfies(record -> assertThat(((ControlCommand) bench.decode(record)).getAction())
                        .isEqualTo(ControlAction.CANCEL)));
    }

    @Test
    void poison_goes_to_the_dead_letters_and_the_partition_moves_on() {
        bench.instance(List.of(probe.definition()));
        JobTicket poisoned = Probe.ticket();
        byte[] key = poisoned.jobId().toString().getBytes(StandardCharsets.UTF_8);
        byte[] noise = {7, 1, 2, 3, 4, 5, 6};
        byte[] unknownSchema = {0, 0x7F, 0, 0, 0, 1};
        bench.send(new ProducerRecord<>("rushes.split", 2, key, noise));
        bench.send(new ProducerRecord<>("rushes.split", 2, null, unknownSchema));
        bench.send(new ProducerRecord<>("rushes.split", 2, null, null));
        bench.fact("rushes.split", 2, "x", command(ControlAction.PAUSE));
        bench.send(lying());
        JobTicket fine = Probe.ticket();
        RecordMetadata last = bench.footage(2, fine, "plain");

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(fine.jobId())).contains("STAGE_FINISHED"));
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.committed("rushes.split", 2))
                .isEqualTo(last.offset() + 1));
        List<ConsumerRecord<byte[], byte[]>> dead = bench.read("rushes.split-dlt").stream()
                .filter(record -> header(record, "rushes-error-class").equals("RECORD_UNREADABLE"))
                .toList();
        assertThat(dead).hasSize(5);
        assertThat(dead).extracting(ConsumerRecord::value).contains(noise, unknownSchema, null);
        assertThat(bench.events(poisoned.jobId()))
                .extracting(JobEvent::getType)
                .containsExactly(JobEventType.DEAD_LETTERED, JobEventType.FAILED);
    }

    /** A topic's limit is for what is compressed; the letter about it is not, was refused and tried again for ever. */
    @Test
    void what_is_too_large_unpacked_becomes_a_letter_with_its_first_bytes() {
        bench.instance(List.of(probe.definition()));
        byte[] zeros = new byte[3 << 20];
        bench.sendCompressed(new ProducerRecord<>("rushes.split", 2, null, zeros));
        JobTicket fine = Probe.ticket();
        RecordMetadata last = bench.footage(2, fine, "plain");

        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.committed("rushes.split", 2))
                .isEqualTo(last.offset() + 1));
        assertThat(bench.read("rushes.split-dlt"))
                .filteredOn(record -> record.headers().lastHeader("rushes-cut-from") != null)
                .singleElement()
                .satisfies(record -> {
                    assertThat(header(record, "rushes-cut-from")).isEqualTo(Integer.toString(zeros.length));
                    assertThat(record.value()).hasSize(64 << 10);
                });
    }

    @Test
    void a_cancelled_job_stops_within_a_second_and_its_waiting_records_are_dropped() {
        probe.on("endless", job -> Mono.never());
        ConfigurableApplicationContext instance = bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        RecordMetadata sent = bench.footage(job, "endless");
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("endless"));

        ControlCommand cancel = ControlCommand.newBuilder(command(ControlAction.CANCEL))
                .setJobId(job.jobId())
                .setRun(1)
                .build();
        instance.getBean(Control.class).command(cancel).block(Duration.ofSeconds(10));

        await().atMost(Duration.ofSeconds(5)).until(() -> probe.cancelled().contains("endless"));
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.committed("rushes.split", sent.partition()))
                .isEqualTo(sent.offset() + 1));
        bench.footage(job, "late");
        JobTicket other = Probe.ticket();
        bench.footage(sent.partition(), other, "plain");
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(other.jobId())).contains("STAGE_FINISHED"));
        assertThat(probe.handled()).doesNotContain("late");
    }

    @Test
    void a_restart_repeats_only_what_was_not_finished() {
        probe.on("hangs", job -> Mono.never());
        bench.instance(List.of(probe.definition()));
        JobTicket hanging = Probe.ticket();
        bench.footage(0, hanging, "hangs");
        for (int each = 0; each < 10; each++) {
            bench.footage(0, Probe.ticket(), "finished-" + each);
        }
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().size() >= 11);
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("finished-9"));

        bench.stopInstances();
        Probe second = new Probe();
        bench.instance(List.of(second.definition()));

        await().atMost(Bench.PATIENCE).until(() -> second.handled().contains("hangs"));
        JobTicket later = Probe.ticket();
        bench.footage(0, later, "later");
        await().atMost(Bench.PATIENCE).until(() -> second.handled().contains("later"));
        assertThat(second.handled()).containsExactlyInAnyOrder("hangs", "later");
        JobEvent started = bench.events(hanging.jobId()).getLast();
        assertThat(started.getAttempt()).isEqualTo(1);
    }

    @Test
    void two_instances_share_the_partitions_and_each_record_is_handled_once() {
        Probe left = new Probe();
        Probe right = new Probe();
        bench.instance(List.of(left.definition()));
        bench.instance(List.of(right.definition()));

        await().atMost(Bench.PATIENCE).until(() -> {
            bench.footage(Probe.ticket(), "warm-up");
            return !left.handled().isEmpty() && !right.handled().isEmpty();
        });
        List<String> names = new ArrayList<>();
        for (int each = 0; each < 60; each++) {
            names.add("shared-" + each);
            bench.footage(Probe.ticket(), "shared-" + each);
        }

        await().atMost(Bench.PATIENCE).until(() -> shared(left) + shared(right) >= 60);
        List<String> all = new ArrayList<>(left.handled());
        all.addAll(right.handled());
        all.removeIf(name -> !name.startsWith("shared-"));
        assertThat(all).containsExactlyInAnyOrderElementsOf(names);
        assertThat(shared(left)).isPositive();
        assertThat(shared(right)).isPositive();
    }

    @Test
    void while_the_registry_is_away_records_wait_and_none_is_given_up() {
        bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        RecordMetadata sent = bench.footage(job, "patient");
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).contains("STAGE_FINISHED"));

        JobTicket second = Probe.ticket();
        byte[] value = bench.read("rushes.split", job.jobId()).getFirst().value();
        MemoryRegistry.reachable(false);
        try {
            bench.send(new ProducerRecord<>(
                    "rushes.split",
                    sent.partition(),
                    second.jobId().toString().getBytes(StandardCharsets.UTF_8),
                    value));
            await().pollDelay(Duration.ofSeconds(2))
                    .atMost(Bench.PATIENCE)
                    .until(() -> bench.committed("rushes.split", sent.partition()) == sent.offset() + 1);
        } finally {
            MemoryRegistry.reachable(true);
        }
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.committed("rushes.split", sent.partition()) == sent.offset() + 2);
        assertThat(bench.read("rushes.split-dlt", second.jobId())).isEmpty();
        assertThat(probe.handled()).filteredOn("patient"::equals).hasSize(2);
    }

    @Test
    void progress_and_notes_are_told_between_start_and_end() {
        probe.on("talkative", job -> {
            job.progress(new StageProgress(1, 10, "frames", 2.0, "looking"));
            job.progress(new StageProgress(5, 10, "frames", 2.0, "looking"));
            job.note(dev.rushes.runtime.stage.StageContext.NoteLevel.WARNING, "The picture shakes");
            job.progress(new StageProgress(10, 10, "frames", 2.0, "done looking"));
            return Mono.just(Outcome.done("told"));
        });
        bench.instance(List.of(probe.definition()));
        JobTicket job = Probe.ticket();
        bench.footage(job, "talkative");

        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.events(job.jobId()).stream()
                        .map(event -> event.getType().name()))
                .containsExactly(
                        "STAGE_STARTED", "STAGE_PROGRESSED", "STAGE_NOTED", "STAGE_PROGRESSED", "STAGE_FINISHED"));
        assertThat(bench.events(job.jobId()).get(3).getProgress().getDone()).isEqualTo(10);
    }

    /** Noise with headers that claim nonsense about where it came from. */
    private static ProducerRecord<byte[], byte[]> lying() {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("rushes.split", 2, null, new byte[] {9});
        record.headers().add("kafka_original-topic", "elsewhere".getBytes(StandardCharsets.UTF_8));
        record.headers().add("kafka_original-partition", new byte[] {-1, -1, -1, -1});
        record.headers().add("rushes-run", null);
        record.headers().add("traceparent", new byte[] {0, 1});
        return record;
    }

    private static long shared(Probe probe) {
        return probe.handled().stream()
                .filter(name -> name.startsWith("shared-"))
                .count();
    }

    private static ControlCommand command(ControlAction action) {
        return ControlCommand.newBuilder()
                .setCommandId(java.util.UUID.randomUUID())
                .setIssuedAt(Instant.now())
                .setAction(action)
                .setReason("test")
                .build();
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> record, String header) {
        return record.headers().lastHeader(header).value();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(bytes(record, header), StandardCharsets.UTF_8);
    }

    private static double gauge(ConfigurableApplicationContext instance, RuntimeMeter meter, String topic) {
        return instance.getBean(MeterRegistry.class)
                .get(meter.meterName())
                .tag("topic", topic)
                .gauge()
                .value();
    }
}
