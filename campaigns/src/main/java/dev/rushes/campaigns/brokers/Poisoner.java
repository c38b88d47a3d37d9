package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.dump.Dump.SentPoison;
import dev.rushes.campaigns.dump.Place;
import dev.rushes.events.Job;
import dev.rushes.events.RenderFinished;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.FixedRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records that nobody can read, each under the key of a job that does not exist. */
final class Poisoner implements AutoCloseable {
    private static final int NO_SCHEMA = 4_711;
    private static final int HEADERS = 40;

    private final Producer<byte[], byte[]> producer;
    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final Clock clock;
    private final Random random;
    private final List<SentPoison> sent = new ArrayList<>();

    /** What is wrong with a record. */
    enum Kind {
        RANDOM_BYTES,
        CUT_SHORT,
        NO_SUCH_SCHEMA,
        WRONG_TYPE,
        NOTHING,
        GIANT_LENGTH
    }

    Poisoner(String bootstrapServers, Clock clock, long seed) {
        this.clock = clock;
        this.random = new Random(seed);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "campaign-poison",
                        "acks",
                        "all",
                        "max.block.ms",
                        120_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends one of a random kind to a random stage. */
    void sendAny(boolean calm) {
        send(
                Kind.values()[random.nextInt(Kind.values().length)],
                Flow.STAGES.get(random.nextInt(Flow.STAGES.size())),
                calm);
    }

    void send(Kind kind, FlowStage stage, boolean calm) {
        UUID job = new UUID(random.nextLong(), random.nextLong());
        RecordHeaders headers = new RecordHeaders();
        for (int each = 0; each < HEADERS; each++) {
            byte[] noise = new byte[8];
            random.nextBytes(noise);
            headers.add("noise-" + each % 20, noise);
        }
        long now = clock.millis();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                stage.topic(), null, now, job.toString().getBytes(StandardCharsets.UTF_8), value(kind, job), headers);
        var unused = producer.send(record, (metadata, error) -> {
            if (error == null) {
                remember(new SentPoison(
                        kind.name(), new Place(metadata.topic(), metadata.partition(), metadata.offset()), now, calm));
            }
        });
    }

    private byte @Nullable [] value(Kind kind, UUID job) {
        byte[] fact = encoder.serialize(
                "",
                RenderFinished.newBuilder()
                        .setEventId(job)
                        .setOccurredAt(Instant.EPOCH)
                        .setJob(Job.newBuilder().setId(job).build())
                        .build());
        return switch (kind) {
            case RANDOM_BYTES -> {
                byte[] noise = new byte[200];
                random.nextBytes(noise);
                noise[0] = 1;
                yield noise;
            }
            case CUT_SHORT -> Arrays.copyOf(fact, fact.length / 2);
            case NO_SUCH_SCHEMA ->
                ByteBuffer.allocate(20).put((byte) 0).putInt(NO_SCHEMA).array();
            case WRONG_TYPE -> fact;
            case NOTHING -> null;
            // A schema that exists, then a string of 2 GiB.
            case GIANT_LENGTH ->
                ByteBuffer.allocate(30)
                        .put((byte) 0)
                        .putInt(0)
                        .put(new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f})
                        .array();
        };
    }

    private synchronized void remember(SentPoison poison) {
        sent.add(poison);
    }

    synchronized List<SentPoison> sent() {
        return List.copyOf(sent);
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
