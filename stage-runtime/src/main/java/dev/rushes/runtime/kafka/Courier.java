package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Crew;
import dev.rushes.runtime.engine.LetterRefused;
import dev.rushes.runtime.engine.Outbox;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one producer of the process. It is made when the topics are ready; what is sent before that waits. Encoding and handing over may
 * block, so both happen on a worker, and so does what the sender does next.
 */
final class Courier implements AutoCloseable {
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> makeProducer;
    private final Crew crew;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Producer<byte[], byte[]> producer;

    Courier(Supplier<Producer<byte[], byte[]>> makeProducer, Crew crew) {
        this.makeProducer = makeProducer;
        this.crew = crew;
    }

    /** The topics are ready. */
    synchronized void open() {
        if (producer == null) {
            producer = makeProducer.get();
            opened.countDown();
        }
    }

    /** Sends a record; each subscription makes and sends it anew. Completes on a worker when all replicas have it. */
    Mono<Void> send(Callable<ProducerRecord<byte[], byte[]>> record) {
        return Mono.create(sink -> send(record, new Outbox.Answer() {
            @Override
            public void stored() {
                sink.success();
            }

            @Override
            public void failed(Throwable error) {
                sink.error(error);
            }
        }));
    }

    /** Makes a record and sends it. The answer comes on a worker, when all replicas have it. */
    void send(Callable<ProducerRecord<byte[], byte[]>> record, Outbox.Answer answer) {
        // Workers are virtual threads, and every virtual thread may block.
        if (Thread.currentThread().isVirtual()) {
            handOver(record, answer);
        } else {
            crew.run(() -> handOver(record, answer));
        }
    }

    /** What the broker says, it says on the producer's own thread, which must not wait for anybody. */
    private void handOver(Callable<ProducerRecord<byte[], byte[]>> record, Outbox.Answer answer) {
        try {
            Future<RecordMetadata> unused = producer().send(record.call(), (metadata, error) -> hear(answer, error));
        } catch (Exception e) {
            answer.failed(e);
        }
    }

    private void hear(Outbox.Answer answer, @Nullable Exception error) {
        if (error != null || !answer.noted()) {
            Runnable telling = () -> tell(answer, error);
            if (answer.endsWork()) {
                crew.runLast(telling);
            } else {
                crew.run(telling);
            }
        }
    }

    private static void tell(Outbox.Answer answer, @Nullable Exception error) {
        if (error == null) {
            answer.stored();
        } else {
            answer.failed(translated(error));
        }
    }

    /** How many partitions a topic has. Blocks. */
    int partitionsOf(String topic) {
        return producer().partitionsFor(topic).size();
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            return open;
        }
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected the topics to get ready, but the wait was interrupted", e);
        }
        open = producer;
        if (open == null) {
            throw new IllegalStateException("Expected a producer, but it is closed");
        }
        return open;
    }

    private static Throwable translated(Exception error) {
        return error instanceof RecordTooLargeException
                ? new LetterRefused("Expected a record that Kafka takes, but: " + error.getMessage(), error)
                : error;
    }

    @Override
    public synchronized void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        opened.countDown();
        if (open != null) {
            open.close(LAST_ACKNOWLEDGEMENTS);
        }
    }
}
