package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A share group with one member: each record is acknowledged on its own, but a poll gives none before those of the last are. */
final class ShareConsumer implements Contender {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Decision decision = new Decision();
    private final Work work;
    private final Thread thread = new Thread(this::run, "share-consumer");
    private volatile boolean closed;
    private volatile @Nullable Throwable trouble;

    ShareConsumer(String bootstrapServers, Work work) {
        this.work = work;
        Map<String, Object> properties =
                new HashMap<>(Clients.consumerProperties(bootstrapServers, Kind.SHARE_CONSUMER));
        // Both are settings of the group here, not of its member.
        properties.remove("enable.auto.commit");
        properties.remove("auto.offset.reset");
        properties.put("share.acknowledgement.mode", "explicit");
        this.consumer = new KafkaShareConsumer<>(properties);
        this.producer = Clients.producer(bootstrapServers);
        thread.start();
    }

    private void run() {
        try (consumer;
                producer) {
            consumer.subscribe(List.of(Decision.INPUT));
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    handle(records);
                    consumer.commitAsync();
                }
            }
            var unused = consumer.commitSync();
        } catch (Exception e) {
            trouble = e;
        }
    }

    private void handle(ConsumerRecords<byte[], byte[]> records) throws Exception {
        List<CompletableFuture<Future<RecordMetadata>>> sent = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            MediaStored fact = decision.decode(record);
            sent.add(
                    work.none(fact)
                            ? CompletableFuture.completedFuture(producer.send(decision.decide(record, fact)))
                            : work.future(fact).thenApply(done -> producer.send(decision.decide(record, fact))));
        }
        for (CompletableFuture<Future<RecordMetadata>> each : sent) {
            var unused = each.get();
        }
        producer.flush();
        int next = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var unused = sent.get(next++).get().get();
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
        }
    }

    @Override
    public @Nullable Throwable trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
