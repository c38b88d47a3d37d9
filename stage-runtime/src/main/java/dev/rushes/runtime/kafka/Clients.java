package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka clients as the runtime wants them. All of them carry bytes only: a record that can't be decoded must not hurt the client that
 * carries it.
 */
final class Clients {
    private static final int MEBIBYTE = 1 << 20;
    private static final int LARGEST_BATCH = 64 << 10;
    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(3);
    private static final int HEARTBEATS_A_SESSION = 3;

    private final KafkaSettings settings;

    Clients(KafkaSettings settings) {
        this.settings = settings;
    }

    Admin admin() {
        Map<String, Object> properties = common("admin");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return Admin.create(properties);
    }

    /** Idempotent, acknowledged by all replicas, without waiting for company: one hop costs a round trip and no more. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = common("producer");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // While one request is on its way to a broker, what comes meanwhile gathers for the next: a busy stage's
        // requests are large, and a lone record still goes at once.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // A request takes one batch of each partition along, and a fact with its headers has a kilobyte.
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, LARGEST_BATCH);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        // Room for a record of the largest size together with the headers of a dead letter.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * MEBIBYTE);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Properties of a member of a group. */
    Map<String, Object> member(String group) {
        Map<String, Object> properties = reader(group);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        if (!settings.groupInstanceId().isEmpty()) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.groupInstanceId() + "-" + group);
        }
        switch (settings.groupProtocol()) {
            case CLASSIC -> {
                properties.put(
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
                Duration session = settings.sessionTimeout();
                if (session != null) {
                    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
                    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int)
                            Math.min(LONGEST_HEARTBEAT.toMillis(), session.toMillis() / HEARTBEATS_A_SESSION));
                }
            }
            case CONSUMER -> properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        }
        return properties;
    }

    KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Properties of a reader without a group. */
    Map<String, Object> reader(String name) {
        Map<String, Object> properties = common(name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.pollRecords());
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MEBIBYTE);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * MEBIBYTE);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        return properties;
    }

    private Map<String, Object> common(String name) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.workerName() + "-" + name);
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000);
        properties.putAll(settings.client());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return properties;
    }
}
