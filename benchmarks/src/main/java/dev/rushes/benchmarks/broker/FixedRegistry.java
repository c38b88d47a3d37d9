package dev.rushes.benchmarks.broker;

import dev.rushes.events.RushesFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A registry that every process knows by heart: the id of a schema is its place in the protocol. All contenders encode and decode with it, in the
 * framing of the real one, so that none pays for a registry's client.
 */
public final class FixedRegistry {
    private static final int HEADER = 5;
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
                throw new IllegalArgumentException(
                        "Expected one of " + ids.keySet() + ", but got " + record.getClass());
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(512);
            out.writeBytes(ByteBuffer.allocate(HEADER).put((byte) 0).putInt(id).array());
            try {
                writers.get(id).write(record, EncoderFactory.get().directBinaryEncoder(out, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    /** Bytes to record. Thread-safe. */
    public static final class Decoder implements Deserializer<Object> {
        private final List<SpecificDatumReader<SpecificRecord>> readers =
                SCHEMAS.stream().map(SpecificDatumReader<SpecificRecord>::new).toList();

        @Override
        public Object deserialize(String topic, byte[] data) {
            int id = ByteBuffer.wrap(data, 1, 4).getInt();
            try {
                return readers.get(id)
                        .read(null, DecoderFactory.get().binaryDecoder(data, HEADER, data.length - HEADER, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
