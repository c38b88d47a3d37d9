package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The loop that everybody writes first, done well: poll a batch, send without waiting, flush, commit. The one that tells also writes what our stage
 * writes beside its decision: the headers of a fact, and the end of the work on {@code rushes.events}.
 */
final class PlainLoop implements Contender {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Decision decision = new Decision();
    private final Optional<Telling> telling;
    private final Work work;
    private final Thread thread = new Thread(this::run, "plain-loop");
    private volatile boolean closed;
    private volatile @Nullable Throwable trouble;

    private PlainLoop(String bootstrapServers, Kind kind, Work work, Optional<Telling> telling) {
        this.work = work;
        this.telling = telling;
        this.consumer = new KafkaConsumer<>(Clients.consumerProperties(bootstrapServers, kind));
        this.producer = Clients.producer(bootstrapServers);
        thread.start();
    }

    static PlainLoop silent(String bootstrapServers, Work work) {
        return new PlainLoop(bootstrapServers, Kind.PLAIN_LOOP, work, Optional.empty());
    }

    static PlainLoop telling(String bootstrapServers, Work work) {
        return new PlainLoop(bootstrapServers, Kind.TELLING_LOOP, work, Optional.of(new Telling()));
    }

    private void run() {
        try (consumer;
                producer) {
            consumer.subscribe(List.of(Decision.INPUT));
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    handle(records);
                    consumer.commitSync();
                }
            }
        } catch (Exception e) {
            trouble = e;
        }
    }

    private void handle(ConsumerRecords<byte[], byte[]> records) throws Exception {
        List<CompletableFuture<List<Future<RecordMetadata>>>> sent = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            MediaStored fact = decision.decode(record);
            sent.add(
                    work.none(fact)
                            ? CompletableFuture.completedFuture(send(record, fact))
                            : work.future(fact).thenApply(done -> send(record, fact)));
        }
        for (CompletableFuture<List<Future<RecordMetadata>>> each : sent) {
            var unused = each.get();
        }
        producer.flush();
        for (CompletableFuture<List<Future<RecordMetadata>>> each : sent) {
            for (Future<RecordMetadata> acknowledged : each.get()) {
                var unused = acknowledged.get();
            }
        }
    }

    private List<Future<RecordMetadata>> send(ConsumerRecord<byte[], byte[]> record, MediaStored fact) {
        ProducerRecord<byte[], byte[]> decided = decision.decide(record, fact);
        if (telling.isEmpty()) {
            return List.of(producer.send(decided));
        }
        return List.of(
                producer.send(telling.get().withHeaders(decided, fact)),
                producer.send(telling.get().end(decided, fact)));
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
