package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverRecord;

/** reactor-kafka as its manual shows it: receive, flatMap, acknowledge out of order. */
final class ReactorFlow implements Contender {
    private static final Duration COMMIT = Duration.ofMillis(250);
    /** The deferred commits that it needs to work out of order; at this number it stops all partitions. */
    private static final int MOST_DEFERRED = 5_000;

    private static final Duration LAST_COMMIT = Duration.ofSeconds(3);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Decision decision = new Decision();
    private final Work work;
    private final Disposable running;
    private volatile @Nullable Throwable trouble;

    ReactorFlow(String bootstrapServers, Work work) {
        this.work = work;
        this.producer = Clients.producer(bootstrapServers);
        ReceiverOptions<byte[], byte[]> options = ReceiverOptions.<byte[], byte[]>create(
                        Clients.consumerProperties(bootstrapServers, Kind.REACTOR_FLOW))
                .subscription(List.of(Decision.INPUT))
                .commitInterval(COMMIT)
                .maxDeferredCommits(MOST_DEFERRED)
                .closeTimeout(LAST_COMMIT);
        this.running = KafkaReceiver.create(options)
                .receive()
                .flatMap(this::handle, CONCURRENCY)
                .subscribe(done -> {}, error -> trouble = error);
    }

    private Mono<Void> handle(ReceiverRecord<byte[], byte[]> record) {
        return Mono.defer(() -> {
            MediaStored fact = decision.decode(record);
            return work.mono(fact).then(Mono.defer(() -> send(record, fact)));
        });
    }

    private Mono<Void> send(ReceiverRecord<byte[], byte[]> record, MediaStored fact) {
        return Mono.create(sink -> producer.send(decision.decide(record, fact), (metadata, error) -> {
            if (error == null) {
                record.receiverOffset().acknowledge();
                sink.success();
            } else {
                sink.error(error);
            }
        }));
    }

    @Override
    public @Nullable Throwable trouble() {
        return trouble;
    }

    @Override
    public void close() {
        running.dispose();
        producer.close();
    }
}
