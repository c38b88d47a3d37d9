package dev.rushes.benchmarks.contenders;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients of the peers: Kafka's own defaults (acks=all, idempotent, linger 5 ms), and nothing committed behind their backs. */
final class Clients {
    private Clients() {}

    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                producerProperties(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> producerProperties(String bootstrapServers) {
        return Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "enable.idempotence", true);
    }

    static Map<String, Object> consumerProperties(String bootstrapServers, Kind kind) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("group.id", kind.group());
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("max.poll.records", Contender.POLL_RECORDS);
        properties.put("key.deserializer", ByteArrayDeserializer.class);
        properties.put("value.deserializer", ByteArrayDeserializer.class);
        return properties;
    }
}
