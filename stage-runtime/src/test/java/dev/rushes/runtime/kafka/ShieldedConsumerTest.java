package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShieldedConsumerTest {
    private static final TopicPartition OURS = new TopicPartition("rushes.split", 0);
    private static final TopicPartition GONE = new TopicPartition("rushes.split", 1);

    private final Fading consumer = new Fading();
    private final ShieldBench bench = new ShieldBench();
    private final PartitionBook book = bench.book;

    /**
     * Found by the campaign "brokers" under the newer protocol: a partition was taken away by the consumer's own thread after the shield had
     * seen it, and to pause it, to let it go on or to ask for its lag ended the receiver.
     */
    @Test
    void a_partition_that_goes_between_two_looks_does_not_end_the_receiver() {
        Consumer<byte[], byte[]> shielded = bench.shielded(consumer);

        bench.full = true;
        var unused = shielded.poll(Duration.ZERO);
        assertThat(consumer.paused()).as("what is still ours waits").contains(OURS);

        consumer.pausedBefore = Set.of(GONE);
        bench.full = false;
        unused = shielded.poll(Duration.ZERO);
        assertThat(consumer.paused()).as("what is still ours goes on").doesNotContain(OURS);

        bench.pass(Duration.ofSeconds(2));
        unused = shielded.poll(Duration.ZERO);
        assertThat(consumer.refused).containsExactlyInAnyOrder("pause", "resume", "lag");
    }

    /**
     * Found by the campaign "brokers" under the newer protocol, where it lost 20 jobs: a member that was cut off learned in a poll that its
     * partitions were lost, and the same poll gave out records that had been fetched before. They were taken for the first ones of the
     * partition, so that their commit, sent when it came back, passed over 40 others.
     */
    @Test
    void records_that_come_after_their_partition_was_lost_move_no_commit() {
        Fenced fenced = new Fenced();
        Consumer<byte[], byte[]> shielded = bench.shielded(fenced);
        shielded.subscribe(List.of(OURS.topic()), ShieldBench.NOBODY);
        fenced.rebalance(List.of(OURS));

        fenced.next = () -> {
            fenced.listener().onPartitionsLost(List.of(OURS));
            return records(40);
        };
        assertThat(shielded.poll(Duration.ZERO).count()).isEqualTo(1);
        OptionalLong late = book.claim(OURS, 40);
        late.ifPresent(epoch -> book.finish(OURS, epoch, 40));
        assertThat(late).as("nobody works on what is not ours").isEmpty();

        bench.pass(Duration.ofSeconds(5));
        var unused = shielded.poll(Duration.ZERO);
        assertThat(fenced.commits)
                .as("it is ours again, but we don't know it yet")
                .isEmpty();

        fenced.listener().onPartitionsAssigned(List.of(OURS));
        fenced.next = () -> records(0);
        unused = shielded.poll(Duration.ZERO);
        book.finish(OURS, book.claim(OURS, 0).orElseThrow(), 0);
        bench.pass(Duration.ofSeconds(5));
        unused = shielded.poll(Duration.ZERO);
        assertThat(fenced.commits).containsExactly(1L);
    }

    /** Found by the campaign "brokers" under the newer protocol: a service that had been cut off for longer than its session lost a consumer. */
    @Test
    void a_member_that_was_given_up_for_dead_joins_again_with_the_same_consumer() {
        Fenced fenced = new Fenced();
        Consumer<byte[], byte[]> shielded = bench.shielded(fenced);
        fenced.next = () -> {
            throw new UnknownMemberIdException("The coordinator is not aware of this member.");
        };
        assertThat(shielded.poll(Duration.ZERO).count()).isZero();
        bench.pass(Duration.ofSeconds(29));
        assertThat(shielded.poll(Duration.ZERO).count()).isZero();

        bench.pass(Duration.ofSeconds(2));
        assertThatThrownBy(() -> {
                    var unused = shielded.poll(Duration.ZERO);
                })
                .as("if that goes on, another consumer must try")
                .isInstanceOf(UnknownMemberIdException.class);

        fenced.next = ConsumerRecords::empty;
        var unused = shielded.poll(Duration.ZERO);
        fenced.next = () -> {
            throw new UnknownMemberIdException("The coordinator is not aware of this member.");
        };
        assertThat(shielded.poll(Duration.ZERO).count())
                .as("the next time counts anew")
                .isZero();

        fenced.next = () -> {
            throw new GroupAuthorizationException(OURS.topic());
        };
        assertThatThrownBy(() -> {
                    var alsoUnused = shielded.poll(Duration.ZERO);
                })
                .as("no other failure is passed over")
                .isInstanceOf(GroupAuthorizationException.class);
    }

    /** Found by the campaign "brokers" under the newer protocol: records were collected while another thread took their partition away. */
    @Test
    void a_poll_that_stumbles_over_partitions_that_were_just_lost_does_not_end_the_receiver() {
        Fenced fenced = new Fenced();
        Consumer<byte[], byte[]> shielded = bench.shielded(fenced);
        shielded.subscribe(List.of(OURS.topic()), ShieldBench.NOBODY);
        fenced.rebalance(List.of(OURS));

        fenced.next = () -> {
            fenced.listener().onPartitionsLost(List.of(OURS));
            throw new IllegalStateException("No current assignment for partition " + OURS);
        };
        assertThat(shielded.poll(Duration.ZERO).count()).isZero();

        fenced.listener().onPartitionsAssigned(List.of(OURS));
        fenced.next = () -> {
            throw new IllegalStateException("No current assignment for partition " + GONE);
        };
        assertThatThrownBy(() -> {
                    var unused = shielded.poll(Duration.ZERO);
                })
                .as(
                        "while something is ours, its records may have been passed over: only a new consumer reads them again")
                .isInstanceOf(IllegalStateException.class);
    }

    /** Otherwise a window of quick records is empty for most of each poll. */
    @Test
    void while_a_partition_waits_for_room_the_next_look_comes_soon_and_each_time_later() {
        Fenced fenced = new Fenced();
        Consumer<byte[], byte[]> shielded = bench.shielded(fenced);
        shielded.subscribe(List.of(OURS.topic()), ShieldBench.NOBODY);
        fenced.rebalance(List.of(OURS));
        Duration usual = Duration.ofMillis(100);

        bench.full = true;
        for (int look = 0; look < 7; look++) {
            var unused = shielded.poll(usual);
        }
        bench.full = false;
        var unused = shielded.poll(usual);
        bench.full = true;
        unused = shielded.poll(usual);

        assertThat(fenced.polls)
                .extracting(Duration::toMillis)
                .containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 100L, 100L, 2L);
    }

    private static ConsumerRecords<byte[], byte[]> records(long offset) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(OURS.topic(), OURS.partition(), offset, new byte[0], new byte[0]);
        return new ConsumerRecords<>(Map.of(OURS, List.of(record)), Map.of());
    }

    /** A consumer that still names a partition that it does not have any more, and refuses questions about it, as the real one does. */
    private static final class Fading extends MockConsumer<byte[], byte[]> {
        private final Set<String> refused = new HashSet<>();
        private Set<TopicPartition> pausedBefore = Set.of();

        Fading() {
            super("earliest");
            assign(List.of(OURS));
            updateBeginningOffsets(Map.of(OURS, 0L));
        }

        @Override
        public synchronized Set<TopicPartition> assignment() {
            Set<TopicPartition> seen = new HashSet<>(super.assignment());
            boolean unused = seen.add(GONE);
            return seen;
        }

        @Override
        public synchronized Set<TopicPartition> paused() {
            Set<TopicPartition> seen = new HashSet<>(super.paused());
            boolean unused = seen.addAll(pausedBefore);
            return seen;
        }

        @Override
        public synchronized void pause(Collection<TopicPartition> partitions) {
            refuse("pause", partitions);
            super.pause(partitions);
        }

        @Override
        public synchronized void resume(Collection<TopicPartition> partitions) {
            refuse("resume", partitions);
            super.resume(partitions);
        }

        @Override
        public synchronized OptionalLong currentLag(TopicPartition partition) {
            refuse("lag", Set.of(partition));
            return OptionalLong.of(0);
        }

        private void refuse(String question, Collection<TopicPartition> partitions) {
            if (partitions.contains(GONE)) {
                boolean unused = refused.add(question);
                throw new IllegalStateException("No current assignment for partition " + GONE);
            }
        }
    }

    /** A consumer whose next poll is what the test says. */
    private static final class Fenced extends MockConsumer<byte[], byte[]> {
        private final List<Long> commits = new ArrayList<>();
        private final List<Duration> polls = new ArrayList<>();
        private Supplier<ConsumerRecords<byte[], byte[]>> next = ConsumerRecords::empty;
        private @Nullable ConsumerRebalanceListener listener;

        Fenced() {
            super("earliest");
        }

        ConsumerRebalanceListener listener() {
            return Objects.requireNonNull(listener);
        }

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener its) {
            listener = its;
            super.subscribe(topics, its);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls.add(timeout);
            ConsumerRecords<byte[], byte[]> records = next.get();
            next = ConsumerRecords::empty;
            return records;
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            offsets.values().forEach(offset -> commits.add(offset.offset()));
            callback.onComplete(offsets, null);
        }
    }
}
