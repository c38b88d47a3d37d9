package dev.rushes.runtime.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A schema registry of this process, with the framing of the real one: for tests that need a broker but no registry. Name its classes as
 * {@code rushes.kafka.serializer} and {@code rushes.kafka.deserializer}.
 */
public final class MemoryRegistry {
    private static final List<Schema> SCHEMAS = new CopyOnWriteArrayList<>();
    private static volatile boolean reachable = true;

    private MemoryRegistry() {}

    /** Whether it answers. While it does not, serializers fail the way real ones do. */
    public static void reachable(boolean value) {
        reachable = value;
    }

    private static void answer() {
        if (!reachable) {
            throw new UncheckedIOException(new IOException("Expected the registry to answer, but it is away"));
        }
    }

    private static synchronized int idOf(Schema schema) {
        answer();
        int known = SCHEMAS.indexOf(schema);
        if (known >= 0) {
            return known;
        }
        SCHEMAS.add(schema);
        return SCHEMAS.size() - 1;
    }

    private static Schema schema(int id) {
        answer();
        if (id < 0 || id >= SCHEMAS.size()) {
            throw new AvroRuntimeException("Expected a schema that is registered, but got number " + id);
        }
        return SCHEMAS.get(id);
    }

    /** Record to bytes. */
    public static final class Encoder implements Serializer<Object> {
        @Override
        public byte[] serialize(String topic, Object data) {
            SpecificRecord record = (SpecificRecord) data;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ByteBuffer.allocate(5)
                    .put((byte) 0)
                    .putInt(idOf(record.getSchema()))
                    .array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            try {
                new SpecificDatumWriter<>(record.getSchema()).write(record, encoder);
                encoder.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    /** Bytes to record. */
    public static final class Decoder implements Deserializer<Object> {
        /** Dear to make, and good for one thread at a time. By identity: schemas are compared field by field otherwise. */
        private static final ThreadLocal<Map<Schema, SpecificDatumReader<Object>>> READERS =
                ThreadLocal.withInitial(IdentityHashMap::new);

        @Override
        public Object deserialize(String topic, byte[] data) {
            Schema schema = schema(ByteBuffer.wrap(data, 1, 4).getInt());
            try {
                return READERS.get()
                        .computeIfAbsent(schema, unknown -> new SpecificDatumReader<>(unknown))
                        .read(null, DecoderFactory.get().binaryDecoder(data, 5, data.length - 5, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
