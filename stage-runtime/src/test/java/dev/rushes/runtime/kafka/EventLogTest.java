package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The log of events for its readers, against a real broker; the instance has no stage at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventLogTest {
    private Bench bench;
    private EventLog log;
    private JobEvents events;

    @BeforeAll
    void start(@TempDir Path folder) {
        bench = new Bench(folder);
        ConfigurableApplicationContext instance = bench.instance(List.of());
        log = instance.getBean(EventLog.class);
        events = instance.getBean(JobEvents.class);
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void a_group_reads_every_event_of_a_job_in_order_and_goes_on_where_it_stopped() {
        UUID job = UUID.randomUUID();
        tell(job, 1, 20);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        try (EventLog.Reading reading = log.read("test.order", batch -> collect(batch, job, seen))) {
            await().atMost(Bench.PATIENCE).until(() -> seen.size() == 20);
            await().atMost(Bench.PATIENCE).until(reading::caughtUp);
            assertThat(reading.lag()).isZero();
        }
        assertThat(seen).isSorted();

        tell(job, 21, 25);
        List<Integer> later = new CopyOnWriteArrayList<>();
        try (EventLog.Reading reading = log.read("test.order", batch -> collect(batch, job, later))) {
            await().atMost(Bench.PATIENCE).until(() -> later.size() >= 5);
            assertThat(reading.lag()).isZero();
        }
        assertThat(later).containsExactly(21, 22, 23, 24, 25);
    }

    @Test
    void whether_a_group_has_read_all_is_known_from_outside_of_it() {
        UUID job = UUID.randomUUID();
        tell(job, 1, 5);
        assertThat(log.hasRead("test.reach", Instant.now()).block(Bench.PATIENCE))
                .as("a group that has never read")
                .isFalse();
        Instant told = Instant.now();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        try (EventLog.Reading reading = log.read("test.reach", batch -> collect(batch, job, seen))) {
            await().atMost(Bench.PATIENCE)
                    .until(() ->
                            Boolean.TRUE.equals(log.hasRead("test.reach", told).block(Bench.PATIENCE)));
            assertThat(reading).isNotNull();
        }
        assertThat(seen).hasSize(5);

        tell(UUID.randomUUID(), 1, 1);
        assertThat(log.hasRead("test.reach", told).block(Bench.PATIENCE))
                .as("what is told later does not matter")
                .isTrue();
        assertThat(log.hasRead("test.reach", Instant.now().plusSeconds(60)).block(Bench.PATIENCE))
                .isFalse();
    }

    @Test
    void a_batch_that_fails_comes_again_and_nothing_is_skipped() {
        UUID job = UUID.randomUUID();
        tell(job, 1, 5);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(3);
        try (EventLog.Reading reading = log.read(
                "test.failing",
                batch -> failures.getAndDecrement() > 0
                        ? Mono.error(new IllegalStateException("the database is away"))
                        : collect(batch, job, seen))) {
            await().atMost(Bench.PATIENCE).until(() -> seen.size() == 5);
            assertThat(reading).isNotNull();
        }
        assertThat(seen).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void a_tail_from_offsets_sees_what_came_after_them_and_noise_as_what_it_is() {
        UUID job = UUID.randomUUID();
        tell(job, 1, 3);
        List<EventRecord> all = new CopyOnWriteArrayList<>();
        Disposable first = log.tail(new EventLog.From.After(Map.of())).subscribe(all::add);
        await().atMost(Bench.PATIENCE).until(() -> numbers(all, job).size() == 3);
        first.dispose();
        Map<Integer, Long> seen = new HashMap<>();
        all.forEach(record -> seen.merge(record.partition(), record.offset(), Math::max));

        bench.send(new ProducerRecord<>(
                "rushes.events", job.toString().getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3}));
        tell(job, 4, 5);
        List<EventRecord> after = new CopyOnWriteArrayList<>();
        Disposable second = log.tail(new EventLog.From.After(seen)).subscribe(after::add);
        await().atMost(Bench.PATIENCE).until(() -> numbers(after, job).size() == 2);
        second.dispose();
        assertThat(numbers(after, job)).containsExactly(4, 5);
        assertThat(after).anyMatch(record -> record.content() instanceof EventRecord.Content.Unreadable);
    }

    @Test
    void a_tail_from_now_and_one_from_an_instant_begin_where_they_say() {
        UUID job = UUID.randomUUID();
        tell(job, 1, 2);
        Instant between = Instant.now().plusMillis(1);
        await().until(() -> Instant.now().isAfter(between.plusMillis(5)));
        tell(job, 3, 3);
        List<EventRecord> sinceInstant = new CopyOnWriteArrayList<>();
        List<EventRecord> sinceNow = new CopyOnWriteArrayList<>();
        Disposable at = log.tail(new EventLog.From.At(between)).subscribe(sinceInstant::add);
        Disposable now = log.tail(new EventLog.From.Now()).subscribe(sinceNow::add);
        await().atMost(Bench.PATIENCE).until(() -> {
            tell(job, 4, 4);
            return !numbers(sinceNow, job).isEmpty();
        });
        at.dispose();
        now.dispose();
        assertThat(numbers(sinceInstant, job).getFirst()).isEqualTo(3);
        assertThat(numbers(sinceNow, job)).containsOnly(4);
    }

    private void tell(UUID job, int from, int to) {
        for (int number = from; number <= to; number++) {
            JobEvent event = JobEvent.newBuilder()
                    .setEventId(UUID.randomUUID())
                    .setOccurredAt(Instant.now())
                    .setJobId(job)
                    .setType(JobEventType.STAGE_NOTED)
                    .setAttempt(number)
                    .build();
            events.tell(event).block(Duration.ofSeconds(20));
        }
    }

    private static Mono<Void> collect(List<EventRecord> batch, UUID job, List<Integer> seen) {
        return Mono.fromRunnable(() -> seen.addAll(numbers(batch, job)));
    }

    private static List<Integer> numbers(List<EventRecord> records, UUID job) {
        List<Integer> numbers = new ArrayList<>();
        for (EventRecord record : records) {
            if (record.content() instanceof EventRecord.Content.Readable readable
                    && readable.event().getJobId().equals(job)) {
                numbers.add(readable.event().getAttempt());
            }
        }
        return numbers;
    }
}
