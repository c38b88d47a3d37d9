package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads stretches of partitions, without a group, on the thread that asks. What arrives after the question is not read. One thread at a
 * time; close it.
 */
final class TopicSpans implements AutoCloseable {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int RECORDS = 500;
    private static final int LONGEST_HOLD = 5;

    /** Offsets from {@code from} on and before {@code until}; may hold gaps. */
    record Span(long from, long until) {

        boolean isEmpty() {
            return from >= until;
        }

        Span from(long later) {
            return new Span(Math.max(from, later), until);
        }
    }

    /** What to do with a record. */
    interface Visitor {

        /** @return whether to go on with the next record */
        boolean visit(ConsumerRecord<byte[], byte[]> record);
    }

    private final Consumer<byte[], byte[]> consumer;

    TopicSpans(Clients clients, String name) {
        Map<String, Object> properties = clients.reader(name);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        // At the end of one partition the client asks for more, and the broker holds that question, and the next
        // partition's behind it, for so long.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_HOLD);
        this.consumer = clients.consumer(properties);
    }

    /** What there is of some topics now, by topic and partition. */
    SortedMap<TopicPartition, Span> of(Collection<String> topics) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        // The client warns of ends of partitions that it is not assigned to.
        consumer.assign(partitions);
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions, PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        SortedMap<TopicPartition, Span> spans = new TreeMap<>(ORDER);
        partitions.forEach(partition ->
                spans.put(partition, new Span(oldest.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
        return spans;
    }

    /** The same without what lies before the first record at or after an instant. */
    SortedMap<TopicPartition, Span> since(SortedMap<TopicPartition, Span> spans, Instant start) {
        Map<TopicPartition, Long> times = new HashMap<>();
        spans.keySet().forEach(partition -> times.put(partition, Math.max(0, start.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, PATIENCE);
        SortedMap<TopicPartition, Span> later = new TreeMap<>(ORDER);
        spans.forEach((partition, span) -> {
            OffsetAndTimestamp first = found.get(partition);
            later.put(partition, span.from(first == null ? span.until() : first.offset()));
        });
        return later;
    }

    /**
     * Reads a stretch in order.
     *
     * @return whether it was read to its end
     */
    boolean read(TopicPartition partition, Span span, Visitor visitor) {
        if (span.isEmpty()) {
            return true;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, span.from());
        long heard = System.nanoTime();
        long position = span.from();
        while (position < span.until()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() >= span.until()) {
                    return true;
                }
                if (!visitor.visit(record)) {
                    return false;
                }
            }
            // The position counts, not the records: the last offsets may be gaps.
            long next = consumer.position(partition, PATIENCE);
            if (next > position) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new DeadLettersUnavailable(
                        "Expected to read " + partition + " on from " + position + ", but the broker sent nothing for "
                                + PATIENCE,
                        null);
            }
            position = next;
        }
        return true;
    }

    /** The record at an offset; empty if there is none (any more). */
    Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
        boolean exists = consumer.partitionsFor(partition.topic(), PATIENCE).stream()
                .anyMatch(info -> info.partition() == partition.partition());
        if (!exists) {
            return Optional.empty();
        }
        List<TopicPartition> its = List.of(partition);
        consumer.assign(its);
        long oldest = consumer.beginningOffsets(its, PATIENCE).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(its, PATIENCE).getOrDefault(partition, 0L);
        if (offset < oldest || offset >= end) {
            return Optional.empty();
        }
        Found found = new Found();
        var unused = read(partition, new Span(offset, offset + 1), found);
        return found.record;
    }

    private static final class Found implements Visitor {
        private Optional<ConsumerRecord<byte[], byte[]>> record = Optional.empty();

        @Override
        public boolean visit(ConsumerRecord<byte[], byte[]> its) {
            record = Optional.of(its);
            return false;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
