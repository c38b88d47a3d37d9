package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Confluent's Parallel Consumer: a thread for each record that is under way, commits out of order. */
final class ParallelConsumer implements Contender {
    private static final Duration COMMIT = Duration.ofMillis(250);

    private final ParallelStreamProcessor<byte[], byte[]> processor;
    private final Decision decision = new Decision();
    private final Work work;

    ParallelConsumer(String bootstrapServers, Work work) {
        this.work = work;
        ParallelConsumerOptions<byte[], byte[]> options = ParallelConsumerOptions.<byte[], byte[]>builder()
                .ordering(ProcessingOrder.UNORDERED)
                .maxConcurrency(CONCURRENCY)
                .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                .commitInterval(COMMIT)
                .consumer(new KafkaConsumer<>(Clients.consumerProperties(bootstrapServers, Kind.PARALLEL_CONSUMER)))
                .producer(Clients.producer(bootstrapServers))
                .build();
        this.processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(Decision.INPUT));
        processor.pollAndProduce(context -> handle(context.getSingleConsumerRecord()));
    }

    private ProducerRecord<byte[], byte[]> handle(ConsumerRecord<byte[], byte[]> record) {
        MediaStored fact = decision.decode(record);
        if (!work.none(fact)) {
            work.onThisThread(fact);
        }
        return decision.decide(record, fact);
    }

    @Override
    public void close() {
        processor.closeDrainFirst(Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1) / 3));
    }
}
