package dev.rushes.standalone;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.json.JsonMapper;

/** A service of somebody else: knows Kafka's address and the registry's, and has none of our code. */
final class OutsideWorld {
    private final String kafka;
    private final String registry;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    OutsideWorld(String kafka, String registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /** Publishes a request for a job with the schema that the registry names for the topic. */
    void request(GenericRecordFiller filler, String key) throws Exception {
        String subject = "rushes.upload-dev.rushes.events.JobRequested";
        var version = json.readTree(get("/subjects/" + subject + "/versions/latest"));
        GenericRecord request = new GenericData.Record(
                new Schema.Parser().parse(version.path("schema").asString()));
        filler.fill(request);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(4).putInt(version.path("id").asInt()).array());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(request.getSchema()).write(request, encoder);
        encoder.flush();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = producer.send(new ProducerRecord<>("rushes.upload", key.getBytes(), bytes.toByteArray()))
                    .get(30, TimeUnit.SECONDS);
            if (!sent.hasOffset()) {
                throw new AssertionError("Expected Kafka to acknowledge the request");
            }
        }
    }

    /** The first event that matches, read from the beginning of the topic. */
    GenericRecord event(Predicate<GenericRecord> wanted, Duration wait) throws Exception {
        long deadline = System.nanoTime() + wait.toNanos();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("rushes.events").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(500))) {
                    GenericRecord event = decode(each.value());
                    if (wanted.test(event)) {
                        return event;
                    }
                }
            }
        }
        throw new AssertionError("Expected an event within " + wait + ", but there was none");
    }

    private GenericRecord decode(byte[] value) throws Exception {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        if (buffer.get() != 0) {
            throw new AssertionError("Expected the framing of Confluent's serializers");
        }
        Schema schema = schema(buffer.getInt());
        var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    }

    private Schema schema(int id) throws Exception {
        Schema known = schemas.get(id);
        if (known == null) {
            known = new Schema.Parser()
                    .parse(json.readTree(get("/schemas/ids/" + id))
                            .path("schema")
                            .asString());
            schemas.put(id, known);
        }
        return known;
    }

    private String get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(registry + path)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("Expected the registry to answer " + path + ", but got " + response);
            }
            return response.body();
        }
    }

    /** Fills in a request. */
    @FunctionalInterface
    interface GenericRecordFiller {
        void fill(GenericRecord request);
    }
}
