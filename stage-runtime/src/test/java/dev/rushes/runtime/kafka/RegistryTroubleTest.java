package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.SplitFinished;
import dev.rushes.runtime.engine.RegistryUnavailable;
import dev.rushes.runtime.engine.SchemaUndecided;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseSign;
import dev.rushes.runtime.rules.SchemaDoubt;
import dev.rushes.runtime.testkit.StubRegistry;
import dev.rushes.runtime.wire.LeaseWire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The serdes that production uses, and a registry in trouble. */
class RegistryTroubleTest {
    private static final String TOPIC = "rushes.split";
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final StubRegistry registry = StubRegistry.start();
    private final MediaStored media = Probe.footage(Probe.ticket(), "clip.mp4");
    private final List<FactSerde> serdes = new ArrayList<>();
    private byte[] bytes = {};

    @BeforeEach
    void writeARecord() {
        bytes = patient().encode(TOPIC, new RecordHeaders(), media);
    }

    @AfterEach
    void close() {
        registry.recover();
        serdes.forEach(FactSerde::close);
        registry.close();
    }

    @Test
    void a_registry_in_good_health_is_asked_once() {
        FactSerde serde = serde();
        assertThat(decode(serde, TOPIC, bytes)).isEqualTo(media);
        int asked = registry.questions();
        assertThat(decode(serde, TOPIC, bytes)).isEqualTo(media);
        assertThat(registry.questions()).isEqualTo(asked);
    }

    /** Whoever decoded waited for ever, and with it who came behind it. */
    @Test
    void a_registry_that_says_nothing_is_waited_for_as_long_as_the_settings_say() throws Exception {
        FactSerde serde = serde();
        registry.fallSilent();
        long begun = System.nanoTime();
        List<Future<Throwable>> all = inParallel(20, () -> errorOf(() -> decode(serde, TOPIC, bytes)));
        for (Future<Throwable> each : all) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(RegistryUnavailable.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.multipliedBy(6));

        registry.recover();
        assertThat(decode(serde, TOPIC, bytes)).isEqualTo(media);
    }

    @Test
    void who_writes_waits_no_longer_either() {
        FactSerde serde = serde();
        registry.fallSilent();
        assertThatThrownBy(() -> serde.encode(TOPIC, new RecordHeaders(), media))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessage("Expected the schema registry to answer within PT0.5S, but it did not");

        registry.recover();
        assertThat(serde.encode(TOPIC, new RecordHeaders(), media)).isEqualTo(bytes);
        registry.fallSilent();
        assertThat(serde.encode(TOPIC, new RecordHeaders(), media))
                .as("what was written once is written without a question")
                .isEqualTo(bytes);
    }

    /** The readers of cancellations and leases stood behind those that asked for the schema of a record. */
    @Test
    void a_tail_reads_what_it_knows_while_all_others_wait() throws Exception {
        FactSerde serde = serde();
        FactSerde tail = serde.apart();
        SpecificRecord lease = lease();
        byte[] told = patient().encode("rushes.leases", new RecordHeaders(), lease);
        assertThat(decode(tail, "rushes.leases", told)).isEqualTo(lease);
        registry.fallSilent();
        List<Future<Throwable>> others = inParallel(50, () -> errorOf(() -> decode(serde, TOPIC, bytes)));

        long begun = System.nanoTime();
        for (int record = 0; record < 100; record++) {
            assertThat(decode(tail, "rushes.leases", told)).isEqualTo(lease);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
        for (Future<Throwable> each : others) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isInstanceOf(RegistryUnavailable.class);
        }
    }

    @Test
    void errors_of_the_registry_are_no_fault_of_the_record() {
        for (int status : List.of(500, 503, 401, 403, 408, 429)) {
            registry.answerAll(status);
            assertThat(errorOf(() -> decode(serde(), TOPIC, bytes)))
                    .as("status %d", status)
                    .isInstanceOf(RegistryUnavailable.class);
        }
    }

    @Test
    void a_schema_that_only_this_record_has_is_the_fault_of_the_record() {
        byte[] foreign = bytes.clone();
        ByteBuffer.wrap(foreign).putInt(1, 4711);
        FactSerde serde = serde();
        long begun = System.nanoTime();
        assertThat(errorOf(() -> decode(serde, TOPIC, foreign))).isInstanceOf(UnreadableRecord.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));

        registry.lose(ByteBuffer.wrap(bytes).getInt(1));
        byte[] split = patient().encode("rushes.timeline", new RecordHeaders(), split());
        assertThat(decode(serde, "rushes.timeline", split)).isEqualTo(split());
        assertThat(errorOf(() -> decode(serde, "rushes.timeline", bytes)))
                .as("the registry knows what else lies on the topic")
                .isInstanceOf(UnreadableRecord.class);
    }

    /** Each record of that schema stopped the whole stage for a while, for ever. */
    @Test
    void a_schema_about_which_the_registry_alone_says_nothing_is_in_the_end_the_fault_of_its_records() {
        AtomicLong nanos = new AtomicLong();
        FactSerde serde = serde(LIMIT, nanos::get);
        byte[] split = patient().encode("rushes.timeline", new RecordHeaders(), split());
        registry.answer(ByteBuffer.wrap(split).getInt(1), 500);
        for (int probe = 0; probe < SchemaDoubt.USUAL; probe++) {
            assertThat(errorOf(() -> decode(serde, TOPIC, split)))
                    .as("probe %d", probe)
                    .isInstanceOf(RegistryUnavailable.class);
            long unused = nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        }
        assertThat(errorOf(() -> decode(serde, TOPIC, split)))
                .isInstanceOf(SchemaUndecided.class)
                .hasMessage("Expected the schema registry to answer about schema "
                        + ByteBuffer.wrap(split).getInt(1) + ", but again and again it answers about others only");

        long unused = nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        registry.answerAll(503);
        assertThat(errorOf(() -> decode(serde, TOPIC, split)))
                .as("now all is away")
                .isInstanceOf(RegistryUnavailable.class);
    }

    /** Somebody pointed the services to an empty registry, and the whole backlog went to the dead letters. */
    @Test
    void a_registry_that_knows_nothing_of_ours_is_the_wrong_one() {
        registry.loseAll();
        for (String topic : List.of(TOPIC, "rushes.split-retry", "rushes.control")) {
            assertThat(errorOf(() -> decode(serde(), topic, bytes)))
                    .isInstanceOf(RegistryUnavailable.class)
                    .hasMessage("Expected the schema registry to know the schemas of " + topic
                            + ", but it knows none of them: it is another one, or has lost them");
        }
        registry.answerAll(404);
        assertThat(errorOf(() -> decode(serde(), TOPIC, bytes))).isInstanceOf(RegistryUnavailable.class);

        registry.recover();
        registry.remember();
        assertThat(decode(serde(), TOPIC, bytes)).isEqualTo(media);
    }

    @Test
    void to_look_for_what_the_registry_knows_registers_nothing() {
        registry.loseAll();
        assertThat(errorOf(() -> decode(serde(), TOPIC, bytes))).isInstanceOf(RegistryUnavailable.class);
        assertThat(errorOf(() -> decode(serde(), TOPIC, bytes))).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void bytes_that_do_not_fit_their_schema_are_the_fault_of_the_record() {
        FactSerde serde = serde();
        byte[] cut = Arrays.copyOf(bytes, 20);
        assertThat(errorOf(() -> decode(serde, TOPIC, cut))).isInstanceOf(UnreadableRecord.class);
        byte[] endless = bytes.clone();
        Arrays.fill(endless, 5, endless.length, (byte) 0xff);
        assertThat(errorOf(() -> decode(serde, TOPIC, endless)))
                .as("a number without an end")
                .isInstanceOf(UnreadableRecord.class);
        assertThat(errorOf(() -> decode(serde, TOPIC, endless)))
                .as("also where the schema is known")
                .isInstanceOf(UnreadableRecord.class);
    }

    private FactSerde serde() {
        return serde(LIMIT);
    }

    private FactSerde patient() {
        return serde(Duration.ofSeconds(30));
    }

    private FactSerde serde(Duration limit) {
        return serde(limit, System::nanoTime);
    }

    private FactSerde serde(Duration limit, LongSupplier nanos) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("rushes.kafka.registry-url", registry.url());
        source.put("rushes.kafka.registry-timeout", limit.toMillis() + "ms");
        FactSerde serde =
                FactSerde.of(new Binder(source).bindOrCreate("rushes.kafka", Bindable.of(KafkaSettings.class)), nanos);
        serdes.add(serde);
        return serde;
    }

    private static SpecificRecord decode(FactSerde serde, String topic, byte[] value) {
        return serde.decode(topic, new RecordHeaders(), value);
    }

    private static Throwable errorOf(Callable<?> act) {
        try {
            return new AssertionError("Expected an error, but got " + act.call());
        } catch (Exception e) {
            return e;
        }
    }

    private static List<Future<Throwable>> inParallel(int times, Callable<Throwable> act) {
        List<Future<Throwable>> all = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        for (int number = 0; number < times; number++) {
            all.add(threads.submit(act));
        }
        threads.shutdown();
        return all;
    }

    private static SpecificRecord lease() {
        return LeaseWire.write(
                new LeaseBook.Lease(
                        "rushes.split-0@1#1.0", Optional.empty(), new LeaseBook.Holder("worker", "life"), 1, 1),
                LeaseSign.HELD,
                Duration.ofSeconds(15),
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    private SplitFinished split() {
        return SplitFinished.newBuilder()
                .setEventId(new UUID(1, 1))
                .setOccurredAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setJob(media.getJob())
                .setMedia(media.getMedia())
                .setInfo(media.getInfo())
                .setVideoChunks(1)
                .setAudioChunks(0)
                .setDuration(Rational.newBuilder().build())
                .build();
    }
}
