package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.LetterRefused;
import dev.rushes.runtime.engine.RegistryUnavailable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** Records to bytes. The first of a class on a topic may lead to a question to the registry, which takes a limited time; those behind it do not. */
final class RecordEncoder implements AutoCloseable {
    private final Serializer<Object> serializer;
    private final Questions questions;
    private final Map<Class<?>, Set<String>> topicsOfKnown = new ConcurrentHashMap<>();

    /** @param serializer thread-safe, as it must be for Kafka's producer, which has one for all threads */
    RecordEncoder(Serializer<Object> serializer, Questions questions) {
        this.serializer = serializer;
        this.questions = questions;
    }

    /**
     * The bytes of a record.
     *
     * @throws LetterRefused if it can never be encoded
     * @throws RuntimeException anything else: not now
     */
    byte[] encode(String topic, Headers headers, SpecificRecord record) {
        try {
            if (topicsOfKnown.getOrDefault(record.getClass(), Set.of()).contains(topic)) {
                return serializer.serialize(topic, headers, record);
            }
            byte[] bytes = questions.ask(() -> serializer.serialize(topic, headers, record));
            boolean unused = topicsOfKnown
                    .computeIfAbsent(record.getClass(), none -> ConcurrentHashMap.newKeySet())
                    .add(topic);
            return bytes;
        } catch (RegistryUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            throw switch (SerdeTrouble.of(e)) {
                case RECORD ->
                    new LetterRefused(
                            "Expected to encode a " + record.getSchema().getName() + ", but " + e, e);
                case AWAY, REFUSED ->
                    new RegistryUnavailable(
                            "Expected the schema registry to take the schema of a "
                                    + record.getSchema().getName() + ", but " + SerdeTrouble.root(e),
                            e);
                case ODD -> e;
            };
        }
    }

    @Override
    public void close() {
        serializer.close();
    }
}
