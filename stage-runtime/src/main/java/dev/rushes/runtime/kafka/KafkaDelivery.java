package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Delivery;
import dev.rushes.runtime.engine.Envelope;
import dev.rushes.runtime.engine.Origin;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.engine.Tries;
import dev.rushes.runtime.kafka.ReturnHeaders.Returned;
import dev.rushes.runtime.rules.Urgency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a poll, on its way through the stage. */
final class KafkaDelivery implements Delivery {
    private static final Urgency[] URGENCIES = Urgency.values();

    private final ConsumerRecord<byte[], byte[]> record;
    private final Envelope envelope;
    private final FactSerde serde;
    private final Claim claim;

    private KafkaDelivery(ConsumerRecord<byte[], byte[]> record, Envelope envelope, FactSerde serde, Claim claim) {
        this.record = record;
        this.envelope = envelope;
        this.serde = serde;
        this.claim = claim;
    }

    /**
     * What a source says about a record that it hands in.
     *
     * @param finish acknowledges it
     * @param shelve leaves it in the log for a while, if it may
     * @param careful whether the owner before may have died of it
     * @param silence time since the last poll
     */
    record Claim(Runnable finish, Predicate<Duration> shelve, boolean careful, Supplier<Duration> silence) {}

    /** A record of a stage's own topic: whatever its headers say, it is a first try, and due. */
    static KafkaDelivery first(ConsumerRecord<byte[], byte[]> record, FactSerde serde, Claim claim) {
        Origin origin = new Origin(record.topic(), record.partition(), record.offset());
        return comesIn(record, new Returned(origin, Tries.FIRST, Instant.EPOCH), serde, claim);
    }

    /** A record of a retry topic. */
    static KafkaDelivery again(ConsumerRecord<byte[], byte[]> record, FactSerde serde, Claim claim) {
        return comesIn(record, ReturnHeaders.returned(record), serde, claim);
    }

    private static KafkaDelivery comesIn(
            ConsumerRecord<byte[], byte[]> record, Returned returned, FactSerde serde, Claim claim) {
        JobHeaders said = JobHeaders.of(record.headers());
        Envelope envelope = new Envelope(
                new Partition(record.topic(), record.partition()),
                record.offset(),
                returned.origin(),
                jobId(record),
                Optional.ofNullable(said.run())
                        .flatMap(FactHeaders::number)
                        .map(run -> Math.clamp(run, 0, Integer.MAX_VALUE)),
                Optional.ofNullable(said.tenant()),
                urgency(said.priority()),
                returned.tries(),
                returned.due(),
                bare(record) + said.bytes(),
                span(said.traceparent()));
        return new KafkaDelivery(record, envelope, serde, claim);
    }

    /** The next span of the trace that the record continues; a record without one begins one, and its retries continue that. */
    private static Trace span(@Nullable String traceparent) {
        return Optional.ofNullable(traceparent)
                .flatMap(Trace::parse)
                .map(parent -> parent.child(ThreadLocalRandom.current()))
                .orElseGet(() -> Trace.begin(ThreadLocalRandom.current()));
    }

    private static Urgency urgency(@Nullable String name) {
        for (Urgency urgency : URGENCIES) {
            if (urgency.name().equals(name)) {
                return urgency;
            }
        }
        return Urgency.NORMAL;
    }

    private static Optional<UUID> jobId(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.key().length != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(new String(record.key(), StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    static int size(ConsumerRecord<byte[], byte[]> record) {
        return bare(record) + JobHeaders.of(record.headers()).bytes();
    }

    private static int bare(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public SpecificRecord decode() {
        return serde.decode(record.topic(), record.headers(), record.value());
    }

    @Override
    public boolean careful() {
        return claim.careful();
    }

    @Override
    public Duration silence() {
        return claim.silence().get();
    }

    @Override
    public Instant written() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    @Override
    public boolean shelve(Duration rest) {
        return claim.shelve().test(rest);
    }

    @Override
    public KafkaDelivery again(Tries next, Instant due) {
        Trace span = envelope.trace().child(ThreadLocalRandom.current());
        return new KafkaDelivery(record, envelope.again(next, due, span), serde, claim);
    }

    @Override
    public void finish() {
        claim.finish().run();
    }
}
