package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.LetterPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka what lies on the topics of the stages, on the thread that calls. One thread at a time; close it. */
final class QueueReading implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;
    /** Records that are read for their age in one look; the others are read in the next ones. */
    private static final int MOST_READ = 32;

    private final Admin admin;
    private final TopicSpans spans;
    private final ReplayMarks marks;
    private Map<Place, Instant> written = new HashMap<>();

    private record Place(TopicPartition partition, long offset) {}

    QueueReading(Clients clients, ReplayMarks marks) {
        this.marks = marks;
        this.admin = clients.admin();
        this.spans = new TopicSpans(clients, "queues");
    }

    /** What lies on the partitions that nobody owns, and the dead letters. */
    record Lying(
            Map<FlowStage, Queues.Orphaned> topics,
            Map<FlowStage, Queues.Orphaned> retryTopics,
            Map<FlowStage, Long> letters,
            Map<FlowStage, Long> replayed) {}

    /**
     * Reads.
     *
     * @param owned whether a living instance owns a partition
     * @param oldestMark what was replayed before is gone
     */
    Lying read(Predicate<TopicPartition> owned, Instant oldestMark) throws InterruptedException {
        List<FlowStage> stages = Arrays.asList(FlowStage.values());
        SortedMap<TopicPartition, TopicSpans.Span> all = spans.of(stages.stream()
                .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic()))
                .toList());
        Map<TopicPartition, Long> committed = committed(stages);
        marks.refresh(spans, oldestMark);
        Set<LetterPlace> replayed = marks.replayed();
        Map<Place, Instant> before = written;
        written = new HashMap<>();
        return new Lying(
                each(stages, stage -> orphaned(stage.topic(), all, committed, owned, before)),
                each(stages, stage -> orphaned(stage.retryTopic(), all, committed, owned, before)),
                each(stages, stage -> letters(stage, all)),
                each(stages, stage -> replayed.stream()
                        .filter(place -> place.stage() == stage && isKept(place, all))
                        .count()));
    }

    private static <T> Map<FlowStage, T> each(
            List<FlowStage> stages, java.util.function.Function<FlowStage, T> question) {
        return stages.stream().collect(Collectors.toMap(stage -> stage, question));
    }

    private static long letters(FlowStage stage, SortedMap<TopicPartition, TopicSpans.Span> all) {
        return all.entrySet().stream()
                .filter(its -> its.getKey().topic().equals(stage.deadLetterTopic()))
                .mapToLong(its -> its.getValue().until() - its.getValue().from())
                .sum();
    }

    private static boolean isKept(LetterPlace place, SortedMap<TopicPartition, TopicSpans.Span> all) {
        TopicSpans.Span span = all.get(LetterReader.partition(place));
        return span != null && place.offset() >= span.from() && place.offset() < span.until();
    }

    private Queues.Orphaned orphaned(
            String topic,
            SortedMap<TopicPartition, TopicSpans.Span> all,
            Map<TopicPartition, Long> committed,
            Predicate<TopicPartition> owned,
            Map<Place, Instant> before) {
        List<TopicPartition> its = all.keySet().stream()
                .filter(partition -> partition.topic().equals(topic) && !owned.test(partition))
                .toList();
        long records = 0;
        List<Instant> times = new ArrayList<>();
        for (TopicPartition partition : its) {
            TopicSpans.Span whole = all.getOrDefault(partition, new TopicSpans.Span(0, 0));
            TopicSpans.Span left = whole.from(committed.getOrDefault(partition, whole.from()));
            if (!left.isEmpty()) {
                records += left.until() - left.from();
                writtenAt(new Place(partition, left.from()), before).ifPresent(times::add);
            }
        }
        return new Queues.Orphaned(its.size(), records, times.stream().min(java.util.Comparator.naturalOrder()));
    }

    private Optional<Instant> writtenAt(Place place, Map<Place, Instant> before) {
        Optional<Instant> known = Optional.ofNullable(before.get(place));
        Optional<Instant> at = known.isPresent() || written.size() >= MOST_READ
                ? known
                : spans.at(place.partition(), place.offset())
                        .map(ConsumerRecord::timestamp)
                        .map(Instant::ofEpochMilli);
        at.ifPresent(its -> written.put(place, its));
        return at;
    }

    private Map<TopicPartition, Long> committed(List<FlowStage> stages) throws InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = stages.stream()
                .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic()))
                .collect(Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(groups).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS).values().stream()
                    .flatMap(group -> group.entrySet().stream())
                    .filter(each -> each.getValue() != null)
                    .forEach(each -> offset(each, offsets));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Expected Kafka to say what is committed, but it did not", e);
        }
        return offsets;
    }

    private static void offset(Map.Entry<TopicPartition, OffsetAndMetadata> each, Map<TopicPartition, Long> offsets) {
        offsets.put(each.getKey(), each.getValue().offset());
    }

    @Override
    public void close() {
        try (admin) {
            spans.close();
        }
    }
}
