package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Delivery;
import dev.rushes.runtime.engine.Intake;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.observe.StageMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ShieldedConsumerTest {
    private static final TopicPartition OURS = new TopicPartition("rushes.split", 0);
    private static final TopicPartition GONE = new TopicPartition("rushes.split", 1);

    private final Fading consumer = new Fading();
    private final Door door = new Door();

    /**
     * Found by the campaign "brokers" under the newer protocol: a partition was taken away by the consumer's own thread after the shield had
     * seen it, and to pause it, to let it go on or to ask for its lag ended the receiver.
     */
    @Test
    void a_partition_that_goes_between_two_looks_does_not_end_the_receiver() {
        Consumer<byte[], byte[]> shielded = shielded();

        door.full = true;
        var unused = shielded.poll(Duration.ZERO);
        assertThat(consumer.paused()).as("what is still ours waits").contains(OURS);

        consumer.pausedBefore = Set.of(GONE);
        door.full = false;
        unused = shielded.poll(Duration.ZERO);
        assertThat(consumer.paused()).as("what is still ours goes on").doesNotContain(OURS);

        await().until(() -> {
            var alsoUnused = shielded.poll(Duration.ZERO);
            return consumer.refused.contains("lag");
        });
        assertThat(consumer.refused).containsExactlyInAnyOrder("pause", "resume", "lag");
    }

    private Consumer<byte[], byte[]> shielded() {
        KafkaSettings settings =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("rushes.kafka", KafkaSettings.class);
        StageMeters meters = new StageMeters(new SimpleMeterRegistry(), FlowStage.SPLIT);
        return ShieldedConsumer.around(
                consumer,
                new ShieldedConsumer.Parts(
                        new PartitionBook(System::nanoTime), door, meters, settings, System::nanoTime, () -> {}),
                () -> {},
                new CountDownLatch(1));
    }

    /** A consumer that still names a partition that it does not have any more, and refuses questions about it, as the real one does. */
    private static final class Fading extends MockConsumer<byte[], byte[]> {
        private final Set<String> refused = new HashSet<>();
        private Set<TopicPartition> pausedBefore = Set.of();

        Fading() {
            super("earliest");
            assign(List.of(OURS));
            updateBeginningOffsets(java.util.Map.of(OURS, 0L));
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

    /** Takes nothing in; is full or not as the test says. */
    private static final class Door implements Intake {
        private boolean full;

        @Override
        public void admit(Delivery delivery) {}

        @Override
        public boolean full(Partition partition) {
            return full;
        }

        @Override
        public void forget(Partition partition) {}

        @Override
        public void relieve(Partition partition, long offset) {}
    }
}
