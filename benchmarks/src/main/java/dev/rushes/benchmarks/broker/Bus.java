package dev.rushes.benchmarks.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Eyes and hands on the broker, from outside of every contender. */
public final class Bus implements AutoCloseable {
    /** As the runtime makes them. */
    public static final int PARTITIONS = 6;

    private static final Duration READ = Duration.ofMillis(200);
    private static final int MOST_TRIES = 600;

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public Bus(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Makes topics that are not there yet, and waits until the broker knows them. */
    public void create(List<String> topics) {
        for (String topic : topics) {
            try {
                Void unused = get(admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                        .all());
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            awaitTopic(topic);
        }
    }

    private void awaitTopic(String topic) {
        for (int tries = 0; ; tries++) {
            try {
                Map<TopicPartition, Long> unused = ends(topic);
                return;
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || tries == MOST_TRIES) {
                    throw e;
                }
            }
            pause(Duration.ofMillis(100));
        }
    }

    public KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** Sends a record without waiting; {@link #flush} tells of trouble. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, error) -> {
            if (error != null) {
                throw new IllegalStateException("Expected to load the topic, but: " + error.getMessage(), error);
            }
        });
    }

    public void flush() {
        producer.flush();
    }

    /** Where each partition of a topic ends. */
    public Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(wanted).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Records ever written to a topic. */
    public long count(String topic) {
        return sum(ends(topic));
    }

    public static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Frees the disk of what a topic holds. */
    public void empty(String topic) {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        ends(topic).forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        var unused = get(admin.deleteRecords(all).all());
    }

    /** Records of a topic that a group has committed, all partitions together. */
    public long committed(String group, String topic) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** Makes a group forget where it was, once its last member has left. */
    public void forgetGroup(String group) {
        forget(() -> admin.deleteConsumerGroups(List.of(group)).all());
    }

    private static void forget(Supplier<KafkaFuture<Void>> deletion) {
        for (int tries = 0; ; tries++) {
            try {
                Void unused = get(deletion.get());
                return;
            } catch (IllegalStateException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return;
                }
                if (!(e.getCause() instanceof GroupNotEmptyException) || tries == MOST_TRIES) {
                    throw e;
                }
            }
            pause(Duration.ofMillis(100));
        }
    }

    /** The same for a share group. */
    public void forgetShareGroup(String group) {
        forget(() -> admin.deleteShareGroups(List.of(group)).all());
    }

    /** A share group reads new records only, unless it is told to begin at the beginning. */
    public void shareFromTheBeginning(String group) {
        var resource = new org.apache.kafka.common.config.ConfigResource(
                org.apache.kafka.common.config.ConfigResource.Type.GROUP, group);
        var earliest = new org.apache.kafka.clients.admin.AlterConfigOp(
                new org.apache.kafka.clients.admin.ConfigEntry("share.auto.offset.reset", "earliest"),
                org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET);
        var unused = get(admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
                .all());
    }

    /** Reads what was written to a topic after {@code from}. */
    public void read(String topic, Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = ends(topic);
            List<TopicPartition> partitions = new ArrayList<>(ends.keySet());
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(READ).forEach(each);
            }
        }
    }

    /** For waits between two looks from outside; contenders have clocks of their own. */
    public static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected to wait, but the wait was interrupted", e);
        }
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected an answer of the broker, but the wait was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Expected an answer of the broker, but: " + e.getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
