package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.LetterRefused;
import dev.rushes.runtime.engine.RegistryUnavailable;
import dev.rushes.runtime.engine.SchemaUndecided;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.rules.SchemaDoubt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Records ⇄ bytes, with whatever serializer classes the settings name. Both may call the registry, and wait for it for as long as the settings say:
 * never use them on an event loop or on the poll thread. A schema that was met once is not asked for again.
 *
 * <p>What matters is whether trouble passes: a registry that does not answer is waited for, bytes that are no record are given up. The
 * framing is therefore checked here before anybody is asked. A registry that does not know a record's schema counts as one that is away if it does not
 * know what else belongs on the topic, either.
 */
final class FactSerde implements AutoCloseable {
    private static final int HEADER = 5;

    static {
        // Avro reads these once, when it is first used: lengths in foreign bytes must not decide how much memory we ask
        // for.
        limit("org.apache.avro.limits.bytes.maxLength", 1 << 20);
        limit("org.apache.avro.limits.string.maxLength", 1 << 20);
        limit("org.apache.avro.limits.collectionItems.maxLength", 100_000);
    }

    private static final int QUESTIONS_AT_ONCE = 8;
    private static final int FEWEST_DECODERS = 2;

    private final RecordEncoder encoder;
    private final Supplier<Decoders> lonely;
    private final Decoders decoders;
    private final Predicate<String> ownSchemas;
    private final SchemaDoubt doubt;
    private final LongSupplier nanos;
    private final long maxRecordSize;
    private final List<FactSerde> apart = new CopyOnWriteArrayList<>();

    /** For a registry within this process, which needs no limit. */
    FactSerde(Serializer<Object> serializer, Supplier<Deserializer<Object>> deserializers, long maxRecordSize) {
        this(
                new RecordEncoder(serializer, new Questions(Questions.NO_SILENCE, QUESTIONS_AT_ONCE)),
                () -> new Decoders(deserializers, 1, Questions.NO_SILENCE),
                new Decoders(deserializers, 1, Questions.NO_SILENCE),
                topic -> true,
                new SchemaDoubt(Integer.MAX_VALUE),
                System::nanoTime,
                maxRecordSize);
    }

    /**
     * @param lonely makes decoders for a single thread
     * @param ownSchemas whether the registry knows any schema of the records that belong on a topic
     * @param nanos a clock that only goes forward
     */
    private FactSerde(
            RecordEncoder encoder,
            Supplier<Decoders> lonely,
            Decoders decoders,
            Predicate<String> ownSchemas,
            SchemaDoubt doubt,
            LongSupplier nanos,
            long maxRecordSize) {
        this.encoder = encoder;
        this.lonely = lonely;
        this.decoders = decoders;
        this.ownSchemas = ownSchemas;
        this.doubt = doubt;
        this.nanos = nanos;
        this.maxRecordSize = maxRecordSize;
    }

    static FactSerde of(KafkaSettings settings) {
        return of(settings, System::nanoTime);
    }

    /** @param nanos a clock that only goes forward */
    static FactSerde of(KafkaSettings settings, LongSupplier nanos) {
        SerdeFactory factory = new SerdeFactory(settings);
        Duration limit = settings.registryTimeout();
        int decoders = Math.max(FEWEST_DECODERS, Runtime.getRuntime().availableProcessors());
        return new FactSerde(
                new RecordEncoder(factory.serializer(), new Questions(limit, QUESTIONS_AT_ONCE)),
                () -> new Decoders(factory::deserializer, 1, limit),
                new Decoders(factory::deserializer, decoders, limit),
                new OwnSchemas(factory::asker, new Questions(limit, 1), nanos)::areKnown,
                new SchemaDoubt(SchemaDoubt.USUAL),
                nanos,
                settings.maxRecordSize().toBytes());
    }

    /** The same for a single thread that must hear its topic whatever others wait for: with a decoder that nobody else uses. Closed with this one. */
    FactSerde apart() {
        FactSerde its = new FactSerde(encoder, lonely, lonely.get(), ownSchemas, doubt, nanos, maxRecordSize);
        apart.add(its);
        return its;
    }

    /**
     * The bytes of a record.
     *
     * @throws LetterRefused if it can never be encoded
     * @throws RuntimeException anything else: not now
     */
    byte[] encode(String topic, Headers headers, SpecificRecord record) {
        return encoder.encode(topic, headers, record);
    }

    /**
     * The record of some bytes.
     *
     * @throws UnreadableRecord if they never will be a record
     * @throws RegistryUnavailable if nobody can tell now, whatever the record
     * @throws SchemaUndecided if nobody can tell, and it is this record's schema alone
     * @throws RuntimeException anything else: nobody knows why
     */
    SpecificRecord decode(String topic, Headers headers, byte @Nullable [] bytes) {
        Object record = deserialize(topic, headers, framed(bytes));
        if (record instanceof SpecificRecord specific) {
            return specific;
        }
        throw new UnreadableRecord(
                "Expected a record that this version knows, but got "
                        + (record == null ? "nothing" : record.getClass().getSimpleName()),
                null);
    }

    private @Nullable Object deserialize(String topic, Headers headers, byte[] bytes) {
        int schema = ByteBuffer.wrap(bytes).getInt(1);
        try {
            Object record = decoders.decode(topic, headers, bytes);
            doubt.answered(schema);
            return record;
        } catch (RegistryUnavailable e) {
            // Whoever had no turn to ask has learnt nothing about the schema.
            throw e.getCause() instanceof TimeoutException ? unanswered(topic, schema, e) : e;
        } catch (RuntimeException e) {
            throw switch (SerdeTrouble.of(e)) {
                case RECORD -> unreadable(topic, e);
                case REFUSED -> ownSchemas.test(topic) ? unreadable(topic, e) : strange(topic, e);
                case AWAY ->
                    unanswered(
                            topic,
                            schema,
                            new RegistryUnavailable(
                                    "Expected the schema registry to answer, but " + SerdeTrouble.root(e), e));
                case ODD -> e;
            };
        }
    }

    private RuntimeException unanswered(String topic, int schema, RegistryUnavailable why) {
        return doubt.unanswered(schema, isThere(topic), nanos.getAsLong())
                ? new SchemaUndecided(
                        "Expected the schema registry to answer about schema " + schema
                                + ", but again and again it answers about others only",
                        why)
                : why;
    }

    private boolean isThere(String topic) {
        try {
            return ownSchemas.test(topic);
        } catch (RegistryUnavailable away) {
            return false;
        }
    }

    private static UnreadableRecord unreadable(String topic, RuntimeException e) {
        return new UnreadableRecord(
                "Expected a record of " + topic + ", but its bytes do not fit: " + SerdeTrouble.root(e), e);
    }

    private static RegistryUnavailable strange(String topic, RuntimeException e) {
        return new RegistryUnavailable(
                "Expected the schema registry to know the schemas of " + topic
                        + ", but it knows none of them: it is another one, or has lost them",
                e);
    }

    private byte[] framed(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new UnreadableRecord("Expected a record, but the value is null", null);
        }
        if (bytes.length > maxRecordSize) {
            throw new UnreadableRecord("Expected at most " + maxRecordSize + " bytes, but got " + bytes.length, null);
        }
        if (bytes.length < HEADER || bytes[0] != 0) {
            throw new UnreadableRecord(
                    "Expected a zero byte and a schema id in front of the record, but got " + bytes.length
                            + " other bytes",
                    null);
        }
        return bytes;
    }

    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    @Override
    public void close() {
        encoder.close();
        decoders.close();
        apart.forEach(its -> its.decoders.close());
    }
}
