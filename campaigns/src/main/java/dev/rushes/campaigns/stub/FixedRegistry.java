package dev.rushes.campaigns.stub;

import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaStored;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.WorkLease;
import dev.rushes.events.WorkerHeartbeat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
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
 * A schema registry that is the same in every process without asking anybody: the schemas of this build, numbered. The framing is that of the
 * real one. Campaigns hurt brokers and services; a registry would be one more thing that can be slow for reasons of its own.
 */
public final class FixedRegistry {
    private static final List<Schema> SCHEMAS = List.of(
            JobRequested.SCHEMA$,
            MediaStored.SCHEMA$,
            ChunkStored.SCHEMA$,
            SplitFinished.SCHEMA$,
            ChunkAnalyzed.SCHEMA$,
            TimelineAssembled.SCHEMA$,
            RenderFinished.SCHEMA$,
            JobEvent.SCHEMA$,
            ControlCommand.SCHEMA$,
            WorkLease.SCHEMA$,
            WorkerHeartbeat.SCHEMA$);
    private static final int HEADER = 5;

    private FixedRegistry() {}

    private static int idOf(Schema schema) {
        int id = SCHEMAS.indexOf(schema);
        if (id < 0) {
            throw new AvroRuntimeException(
                    "Expected a schema that the campaigns know, but got " + schema.getFullName() + ": add it here");
        }
        return id;
    }

    private static Schema schema(int id) {
        if (id < 0 || id >= SCHEMAS.size()) {
            throw new AvroRuntimeException("Expected a schema of this build, but got number " + id);
        }
        return SCHEMAS.get(id);
    }

    /** Record to bytes. */
    public static final class Encoder implements Serializer<Object> {
        @Override
        public byte[] serialize(String topic, Object data) {
            SpecificRecord record = (SpecificRecord) data;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ByteBuffer.allocate(HEADER)
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
        @Override
        public Object deserialize(String topic, byte[] data) {
            Schema schema = schema(ByteBuffer.wrap(data, 1, Integer.BYTES).getInt());
            try {
                return new SpecificDatumReader<>(schema)
                        .read(null, DecoderFactory.get().binaryDecoder(data, HEADER, data.length - HEADER, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
