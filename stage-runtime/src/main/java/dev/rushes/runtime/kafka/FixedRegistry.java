package dev.rushes.runtime.kafka;

import dev.rushes.events.RushesFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.Utils;

/**
 * A registry that every process knows by heart: the id of a schema is its place in the protocol. The framing is that of the real one. For programs
 * that run one build against itself and want to measure or hurt something else than a registry: name its classes as
 * {@code rushes.kafka.serializer} and {@code rushes.kafka.deserializer}. Not for topics that outlive a build, whose next one may number otherwise.
 */
public final class FixedRegistry {
    private static final int HEADER = 5;
    private static final int USUAL_SIZE = 512;
    private static final List<Schema> SCHEMAS = RushesFacts.PROTOCOL.getTypes().stream()
            .filter(type -> type.getType() == Schema.Type.RECORD)
            .toList();

    private FixedRegistry() {}

    /** Record to bytes. Thread-safe. */
    public static final class Encoder implements Serializer<Object> {
        private final Map<Class<?>, Integer> ids = new HashMap<>();
        private final List<SpecificDatumWriter<SpecificRecord>> writers =
                SCHEMAS.stream().map(SpecificDatumWriter<SpecificRecord>::new).toList();

        public Encoder() {
            for (int id = 0; id < SCHEMAS.size(); id++) {
                ids.put(writers.get(id).getSpecificData().getClass(SCHEMAS.get(id)), id);
            }
        }

        @Override
        public byte[] serialize(String topic, Object data) {
            SpecificRecord record = (SpecificRecord) data;
            Integer id = ids.get(record.getClass());
            if (id == null) {
                throw new AvroRuntimeException("Expected one of " + ids.keySet() + ", but got " + record.getClass());
            }
            ByteBuffer framed = ByteBuffer.allocate(USUAL_SIZE).put((byte) 0).putInt(id);
            // The one of the JDK takes a lock for each byte.
            try (ByteBufferOutputStream out = new ByteBufferOutputStream(framed)) {
                writers.get(id).write(record, EncoderFactory.get().directBinaryEncoder(out, null));
                return Utils.toArray(out.buffer().flip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Bytes to record. Thread-safe. */
    public static final class Decoder implements Deserializer<Object> {
        private final List<SpecificDatumReader<SpecificRecord>> readers =
                SCHEMAS.stream().map(SpecificDatumReader<SpecificRecord>::new).toList();

        @Override
        public Object deserialize(String topic, byte[] data) {
            int id = ByteBuffer.wrap(data, 1, Integer.BYTES).getInt();
            if (id < 0 || id >= readers.size()) {
                throw new AvroRuntimeException("Expected a schema of this build, but got number " + id);
            }
            try {
                return readers.get(id)
                        .read(null, DecoderFactory.get().binaryDecoder(data, HEADER, data.length - HEADER, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
