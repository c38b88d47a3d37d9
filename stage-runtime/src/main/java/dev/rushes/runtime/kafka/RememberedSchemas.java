package dev.rushes.runtime.kafka;

import io.apicurio.registry.serde.avro.DefaultAvroDatumProvider;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;

/**
 * Readers and writers of Avro by the schema object that is at hand. The serializer's own memory goes by a fingerprint, for which it writes out the whole
 * schema with every record: that took longer than the record. Thread-safe.
 */
public final class RememberedSchemas<T> extends DefaultAvroDatumProvider<T> {
    /** The registry's client makes objects anew now and then; with more than this, all are forgotten and found again. */
    private static final int MOST = 100;

    private final Map<Schema, DatumReader<T>> readers = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Schema, DatumWriter<T>> writers = Collections.synchronizedMap(new IdentityHashMap<>());

    @Override
    public DatumReader<T> createDatumReader(Schema schema) {
        return remembered(readers, schema, super::createDatumReader);
    }

    /** A schema says which class its records are of, so one writer serves them all. */
    @Override
    public DatumWriter<T> createDatumWriter(T record, Schema schema) {
        return remembered(writers, schema, unknown -> super.createDatumWriter(record, unknown));
    }

    private static <S> S remembered(Map<Schema, S> known, Schema schema, Function<Schema, S> make) {
        S its = known.get(schema);
        if (its != null) {
            return its;
        }
        S made = make.apply(schema);
        if (known.size() >= MOST) {
            known.clear();
        }
        S unused = known.put(schema, made);
        return made;
    }
}
