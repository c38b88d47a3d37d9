package dev.rushes.runtime.kafka;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far a group has read a topic, from outside of the group. Blocks; close it. */
final class GroupReach implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 7;

    private final Admin admin;

    GroupReach(Admin admin) {
        this.admin = admin;
    }

    /** Whether everything that was written before an instant is committed. What the group has committed is asked last, so that it can only be more. */
    boolean hasRead(String topic, String group, Instant until) throws IOException, InterruptedException {
        List<TopicPartition> partitions = answer(
                        admin.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .stream()
                .flatMap(description -> description.partitions().stream())
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> oldest = offsets(partitions, OffsetSpec::earliest);
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec::latest);
        Map<TopicPartition, Long> firstLater = offsets(partitions, () -> OffsetSpec.forTimestamp(until.toEpochMilli()));
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return partitions.stream().allMatch(partition -> {
            long later = firstLater.getOrDefault(partition, -1L);
            long wanted = later < 0 ? ends.getOrDefault(partition, 0L) : later;
            OffsetAndMetadata its = committed.get(partition);
            long read = its == null ? oldest.getOrDefault(partition, 0L) : its.offset();
            return read >= wanted;
        });
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, Supplier<OffsetSpec> which)
            throws IOException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which.get()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
                answer(admin.listOffsets(asked).all()).entrySet()) {
            offsets.put(each.getKey(), each.getValue().offset());
        }
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> asked) throws IOException, InterruptedException {
        try {
            return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("Expected Kafka to say how far a group has read, but: " + cause, e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
