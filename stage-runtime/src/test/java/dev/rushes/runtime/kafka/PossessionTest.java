package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Delivery;
import dev.rushes.runtime.engine.Intake;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.rules.FinishedAhead;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Whether the owner before may have died of a record: seen from what was committed. Care costs two letters for each record. */
class PossessionTest {
    private static final TopicPartition PARTITION = new TopicPartition("rushes.split", 0);
    private static final Set<TopicPartition> OURS = Set.of(PARTITION);

    private long nanos;
    private final PartitionBook book = new PartitionBook(() -> nanos);

    @Test
    void a_partition_without_an_owner_before_needs_no_care() {
        book.assigned(PARTITION, null);

        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void who_follows_one_that_said_no_good_bye_is_careful_for_two_minutes() {
        book.assigned(PARTITION, new OffsetAndMetadata(7, ""));
        assertThat(book.careful(PARTITION)).isTrue();

        nanos += Duration.ofMinutes(2).toNanos();
        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void who_follows_one_that_said_good_bye_needs_no_care() {
        book.assigned(PARTITION, new OffsetAndMetadata(7, FinishedAhead.leaving("")));

        assertThat(book.careful(PARTITION)).isFalse();
    }

    /** Found by the simulation, seed 2431: three instances handed a partition on in good order, and a killer with it that none of them had finished. */
    @Test
    void who_still_has_reason_to_be_careful_leaves_without_a_good_bye() {
        book.assigned(PARTITION, new OffsetAndMetadata(7, ""));
        boolean unused = book.register(PARTITION, 7, 0);

        assertThat(book.toLeave(OURS)).containsEntry(PARTITION, new OffsetAndMetadata(7, ""));
    }

    @Test
    void who_saw_no_record_says_good_bye_too() {
        book.assigned(PARTITION, null);
        book.possessed(Map.of(PARTITION, new OffsetAndMetadata(7)));

        assertThat(book.toCommit(OURS)).isEmpty();
        assertThat(book.toLeave(OURS)).containsEntry(PARTITION, new OffsetAndMetadata(7, FinishedAhead.leaving("")));
    }

    @Test
    void whoever_takes_a_partition_first_commits_its_beginning_before_any_work() {
        Group consumer = new Group();
        shielded(consumer).subscribe(List.of(PARTITION.topic()), NOBODY);

        consumer.rebalance(OURS);

        assertThat(consumer.committed).containsEntry(PARTITION, new OffsetAndMetadata(5));
        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void whoever_takes_a_partition_back_takes_back_the_good_bye() {
        Group consumer = new Group();
        consumer.committed.put(PARTITION, new OffsetAndMetadata(9, FinishedAhead.leaving("")));
        shielded(consumer).subscribe(List.of(PARTITION.topic()), NOBODY);

        consumer.rebalance(OURS);

        assertThat(consumer.committed).containsEntry(PARTITION, new OffsetAndMetadata(9, ""));
        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void whoever_cant_say_that_a_partition_is_theirs_is_careful() {
        Group consumer = new Group();
        consumer.away = true;
        shielded(consumer).subscribe(List.of(PARTITION.topic()), NOBODY);

        consumer.rebalance(OURS);

        assertThat(book.careful(PARTITION)).isTrue();
    }

    private Consumer<byte[], byte[]> shielded(Consumer<byte[], byte[]> consumer) {
        KafkaSettings settings =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("rushes.kafka", KafkaSettings.class);
        StageMeters meters = new StageMeters(new SimpleMeterRegistry(), FlowStage.SPLIT);
        return ShieldedConsumer.around(
                consumer,
                new ShieldedConsumer.Parts(book, new Door(), meters, settings, () -> nanos, () -> {}),
                () -> {},
                new CountDownLatch(1));
    }

    /** Tells of partitions without a commit as the real consumer does: by null. */
    private static final class Group extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        private boolean away;

        Group() {
            super("earliest");
            updateBeginningOffsets(Map.of(PARTITION, 5L));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, committed.get(partition)));
            return found;
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (away) {
                throw new TimeoutException("Expected a broker, but none answers");
            }
            committed.putAll(offsets);
        }
    }

    private static final ConsumerRebalanceListener NOBODY = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };

    /** Takes nothing in. */
    private static final class Door implements Intake {
        @Override
        public void admit(Delivery delivery) {}

        @Override
        public boolean full(Partition partition) {
            return false;
        }

        @Override
        public void forget(Partition partition) {}

        @Override
        public void relieve(Partition partition, long offset) {}
    }
}
