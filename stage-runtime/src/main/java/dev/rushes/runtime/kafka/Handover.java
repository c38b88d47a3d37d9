package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Intake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Hands polled records to a stage, all of a poll together and each once, with the way to acknowledge it. */
final class Handover {
    private final PartitionBook book;
    private final Intake intake;
    private final Wrapper wrapper;
    private final Supplier<Duration> silence;

    /** @param silence time since the last poll */
    Handover(PartitionBook book, Intake intake, Wrapper wrapper, Supplier<Duration> silence) {
        this.book = book;
        this.intake = intake;
        this.wrapper = wrapper;
        this.silence = silence;
    }

    /** Makes the delivery of a record. */
    interface Wrapper {
        KafkaDelivery wrap(ConsumerRecord<byte[], byte[]> record, KafkaDelivery.Claim claim);
    }

    /** Runs on the poll thread; the intake never blocks. */
    void hand(Iterable<? extends ConsumerRecord<byte[], byte[]>> records) {
        List<KafkaDelivery> deliveries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            claim(record).map(claim -> wrapper.wrap(record, claim)).ifPresent(deliveries::add);
        }
        if (!deliveries.isEmpty()) {
            intake.admit(deliveries);
        }
    }

    private Optional<KafkaDelivery.Claim> claim(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        OptionalLong epoch = book.claim(partition, record.offset());
        if (epoch.isEmpty()) {
            return Optional.empty();
        }
        long its = epoch.getAsLong();
        return Optional.of(new KafkaDelivery.Claim(
                () -> book.finish(partition, its, record.offset()),
                rest -> book.shelve(partition, its, record.offset(), rest),
                book.careful(partition),
                silence));
    }
}
