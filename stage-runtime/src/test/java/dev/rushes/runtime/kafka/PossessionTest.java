package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.FinishedAhead;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Whether the owner before may have died of a record: seen from what was committed. Care costs two letters for each record. */
class PossessionTest {
    private static final TopicPartition PARTITION = new TopicPartition("rushes.split", 0);
    private static final Set<TopicPartition> OURS = Set.of(PARTITION);

    private final ShieldBench bench = new ShieldBench();
    private final PartitionBook book = bench.book;

    @Test
    void a_partition_without_an_owner_before_needs_no_care() {
        book.assigned(PARTITION, null);

        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void who_follows_one_that_said_no_good_bye_is_careful_for_two_minutes() {
        book.assigned(PARTITION, new OffsetAndMetadata(7, ""));
        assertThat(book.careful(PARTITION)).isTrue();

        bench.pass(Duration.ofMinutes(2));
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
        bench.shielded(consumer).subscribe(List.of(PARTITION.topic()), ShieldBench.NOBODY);

        consumer.rebalance(OURS);

        assertThat(consumer.committed).containsEntry(PARTITION, new OffsetAndMetadata(5));
        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void whoever_takes_a_partition_back_takes_back_the_good_bye() {
        Group consumer = new Group();
        consumer.committed.put(PARTITION, new OffsetAndMetadata(9, FinishedAhead.leaving("")));
        bench.shielded(consumer).subscribe(List.of(PARTITION.topic()), ShieldBench.NOBODY);

        consumer.rebalance(OURS);

        assertThat(consumer.committed).containsEntry(PARTITION, new OffsetAndMetadata(9, ""));
        assertThat(book.careful(PARTITION)).isFalse();
    }

    @Test
    void whoever_cant_say_that_a_partition_is_theirs_is_careful() {
        Group consumer = new Group();
        consumer.away = true;
        bench.shielded(consumer).subscribe(List.of(PARTITION.topic()), ShieldBench.NOBODY);

        consumer.rebalance(OURS);

        assertThat(book.careful(PARTITION)).isTrue();
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
}
