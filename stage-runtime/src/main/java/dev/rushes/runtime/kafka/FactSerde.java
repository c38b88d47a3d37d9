package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.LetterRefused;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Records ⇄ bytes, with whatever serializer classes the settings name. Both may call the registry: never use them on an event loop or on
 * the poll thread. A schema that was met once is not asked for again.
 *
 * <p>What matters is whether trouble passes: a registry that does not answer is waited for, bytes that are no record are given up. The
 * framing is therefore checked here before anybody is asked.
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

    private final Serializer<Object> serializer;
    private final Decoders decoders;
    private final long maxRecordSize;

    FactSerde(Serializer<Object> serializer, Deserializer<Object> deserializer, long maxRecordSize) {
        this(serializer, new Decoders(() -> deserializer, 1), maxRecordSize);
    }

    /** @param serializer thread-safe, as it must be for Kafka's producer, which has one for all threads */
    private FactSerde(Serializer<Object> serializer, Decoders decoders, long maxRecordSize) {
        this.serializer = serializer;
        this.decoders = decoders;
        this.maxRecordSize = maxRecordSize;
    }

    static FactSerde of(KafkaSettings settings) {
        Map<String, Object> properties = properties(settings);
        Serializer<Object> serializer = instance(settings.serializer(), Serializer.class);
        serializer.configure(properties, false);
        Decoders decoders = new Decoders(
                () -> {
                    Deserializer<Object> deserializer = instance(settings.deserializer(), Deserializer.class);
                    deserializer.configure(properties, false);
                    return deserializer;
                },
                Runtime.getRuntime().availableProcessors());
        return new FactSerde(serializer, decoders, settings.maxRecordSize().toBytes());
    }

    private static Map<String, Object> properties(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("apicurio.registry.url", settings.registryUrl());
        properties.put("apicurio.registry.auto-register", settings.autoRegister());
        properties.put("apicurio.registry.find-latest", false);
        // Whole schemas, not pieces that name each other: a reader without our code gets all it needs with one
        // question.
        properties.put("apicurio.registry.dereference-schema", true);
        properties.put("apicurio.registry.use-specific-avro-reader", true);
        properties.put("apicurio.registry.artifact-resolver-strategy", RecordSubjects.class.getName());
        properties.put("apicurio.registry.http.adapter", "VERTX");
        properties.put("auto.register.schemas", settings.autoRegister());
        properties.put("specific.avro.reader", true);
        properties.put("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");
        properties.putAll(settings.serde());
        return properties;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> T instance(String className, Class type) {
        try {
            return (T) Utils.newInstance(className, type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "Expected the class " + className + " on the class path, but it is not there", e);
        }
    }

    /**
     * The bytes of a record.
     *
     * @throws LetterRefused if it can never be encoded
     * @throws RuntimeException anything else: not now
     */
    byte[] encode(String topic, Headers headers, SpecificRecord record) {
        try {
            return serializer.serialize(topic, headers, record);
        } catch (RuntimeException e) {
            if (isOurFault(e)) {
                throw new LetterRefused(
                        "Expected to encode a " + record.getSchema().getName() + ", but " + e, e);
            }
            throw e;
        }
    }

    /**
     * The record of some bytes.
     *
     * @throws UnreadableRecord if they never will be a record
     * @throws RuntimeException anything else: not now
     */
    SpecificRecord decode(String topic, Headers headers, byte @Nullable [] bytes) {
        checkFraming(bytes);
        Object record = deserialize(topic, headers, bytes);
        if (record instanceof SpecificRecord specific) {
            return specific;
        }
        throw new UnreadableRecord(
                "Expected a record that this version knows, but got "
                        + (record == null ? "nothing" : record.getClass().getSimpleName()),
                null);
    }

    private @Nullable Object deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        try {
            return decoders.decode(topic, headers, bytes);
        } catch (RuntimeException e) {
            if (isOurFault(e) || isRefusedByRegistry(e)) {
                throw new UnreadableRecord(
                        "Expected a record of " + topic + ", but its bytes do not fit: " + root(e), e);
            }
            throw e;
        }
    }

    private void checkFraming(byte @Nullable [] bytes) {
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
    }

    /** The bytes or the value are wrong, whoever looks at them. */
    private static boolean isOurFault(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            boolean wrong =
                    switch (each) {
                        case AvroRuntimeException avro -> true;
                        case java.io.EOFException tooShort -> true;
                        case ClassCastException type -> true;
                        case IndexOutOfBoundsException bounds -> true;
                        case NegativeArraySizeException size -> true;
                        case java.nio.BufferUnderflowException under -> true;
                        case ArithmeticException overflow -> true;
                        case UnsupportedOperationException size -> true;
                        default -> false;
                    };
            if (wrong) {
                return true;
            }
        }
        return false;
    }

    /** The registry answered, and the answer is no: it does not know the schema. */
    private static boolean isRefusedByRegistry(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof com.microsoft.kiota.ApiException answer) {
                int status = answer.getResponseStatusCode();
                return status >= 400 && status < 500 && status != 401 && status != 403 && status != 429;
            }
            if (each.getClass().getName().endsWith("RestClientException")) {
                return String.valueOf(each.getMessage()).contains("error code: 404");
            }
        }
        return false;
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    @Override
    public void close() {
        serializer.close();
        decoders.close();
    }
}
