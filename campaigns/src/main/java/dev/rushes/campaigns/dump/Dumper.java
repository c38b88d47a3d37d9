package dev.rushes.campaigns.dump;

import dev.rushes.campaigns.dump.Dump.Sample;
import dev.rushes.campaigns.dump.Place.Partition;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads everything that Kafka has. */
public final class Dumper implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long ANSWER_SECONDS = 20;

    private final Admin admin;
    private final String bootstrapServers;
    private final Clock clock;
    private final RecordReader reader = new RecordReader();

    public Dumper(String bootstrapServers, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", "campaign-dumper"));
    }

    /** Topics that groups read. */
    public static List<String> groups() {
        return Flow.STAGES.stream()
                .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic()))
                .toList();
    }

    /** Committed offsets of all groups; slower the worse the cluster is. */
    public Sample sample() throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
        groups().forEach(group -> specs.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> all =
                admin.listConsumerGroupOffsets(specs).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Map<Partition, Long> committed = new HashMap<>();
        all.values()
                .forEach(offsets -> offsets.forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(new Partition(partition.topic(), partition.partition()), offset.offset());
                    }
                }));
        return new Sample(clock.millis(), committed);
    }

    /** Offset after the last record of each partition of the topics that groups read. */
    public Map<Partition, Long> ends() {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            Map<Partition, Long> ends = new HashMap<>();
            consumer.endOffsets(partitions(consumer, groups()))
                    .forEach(
                            (partition, end) -> ends.put(new Partition(partition.topic(), partition.partition()), end));
            return ends;
        }
    }

    /**
     * Every record of every topic, dead letters first, since they say of which records the bytes are wanted.
     *
     * @param wanted further records whose bytes are wanted
     */
    public List<LogRecord> records(Set<Place> wanted) {
        List<LogRecord> records = new ArrayList<>();
        Set<Place> withBytes = new HashSet<>(wanted);
        read(Flow.STAGES.stream().map(FlowStage::deadLetterTopic).toList(), record -> {
            LogRecord dead = reader.read(record, true);
            dead.returned().ifPresent(returned -> withBytes.add(returned.origin()));
            records.add(dead);
        });
        List<String> others = new ArrayList<>(groups());
        others.add(Flow.EVENTS);
        others.add(Flow.CONTROL);
        read(others, record -> {
            Place place = new Place(record.topic(), record.partition(), record.offset());
            records.add(reader.read(record, withBytes.contains(place)));
        });
        return records;
    }

    private void read(List<String> topics, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> take) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(take);
            }
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        2_000,
                        "client.id",
                        "campaign-dump"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
