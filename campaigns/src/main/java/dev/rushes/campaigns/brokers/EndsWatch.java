package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.RecordReader;
import dev.rushes.flow.Flow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the events to know how many jobs are still on their way. */
final class EndsWatch implements AutoCloseable {
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final RecordReader reader = new RecordReader();
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().name("campaign-ends").daemon().unstarted(this::follow);
    private volatile boolean closed;

    EndsWatch(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    EndsWatch start() {
        thread.start();
        return this;
    }

    boolean hasEnded(UUID job) {
        return ended.contains(job);
    }

    private void follow() {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "campaign-ends",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Flow.EVENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(record -> {
                    if (reader.content(record.topic(), record.value()) instanceof Content.Event event
                            && ENDS.contains(event.type())) {
                        boolean unused = ended.add(event.job());
                    }
                });
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
