package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Delivery;
import dev.rushes.runtime.engine.Intake;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.observe.StageMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A shield around any consumer, with a clock that stands still until it is told to go on, and a stage that takes nothing in. */
final class ShieldBench {
    /** What reactor-kafka does about partitions is of no interest here. */
    static final ConsumerRebalanceListener NOBODY = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };

    private final AtomicLong nanos = new AtomicLong();
    final PartitionBook book = new PartitionBook(nanos::get);
    /** Whether the stage's window is full. */
    boolean full;

    void pass(Duration time) {
        long unused = nanos.addAndGet(time.toNanos());
    }

    Consumer<byte[], byte[]> shielded(Consumer<byte[], byte[]> consumer) {
        KafkaSettings settings =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("rushes.kafka", KafkaSettings.class);
        StageMeters meters = new StageMeters(new SimpleMeterRegistry(), FlowStage.SPLIT);
        return ShieldedConsumer.around(
                consumer,
                new ShieldedConsumer.Parts(book, new Door(), meters, settings, nanos::get, () -> {}),
                () -> {},
                new CountDownLatch(1));
    }

    private final class Door implements Intake {
        @Override
        public void admit(List<? extends Delivery> deliveries) {}

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
