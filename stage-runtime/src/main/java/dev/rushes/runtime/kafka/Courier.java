package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.LetterRefused;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * The one producer of the process. It is made when the topics are ready; what is sent before that waits. Encoding and handing over may
 * block, so both happen on a worker, and so does what the sender does next.
 */
final class Courier implements AutoCloseable {
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> makeProducer;
    private final Scheduler workers;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean workerComes = new AtomicBoolean();
    private volatile @Nullable Producer<byte[], byte[]> producer;

    Courier(Supplier<Producer<byte[], byte[]>> makeProducer, Scheduler workers) {
        this.makeProducer = makeProducer;
        this.workers = workers;
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
        return Mono.create(sink -> {
            // Workers are virtual threads, and every virtual thread may block.
            if (Thread.currentThread().isVirtual()) {
                handOver(record, sink);
            } else {
                // On cancel only: disposed at the end, it would interrupt a send whose acknowledgement was quicker than
                // its return.
                MonoSink<Void> unused = sink.onCancel(workers.schedule(() -> handOver(record, sink)));
            }
        });
    }

    private void handOver(Callable<ProducerRecord<byte[], byte[]>> record, MonoSink<Void> sink) {
        try {
            Future<RecordMetadata> unused =
                    producer().send(record.call(), (metadata, error) -> goOn(new Answer(sink, error)));
        } catch (Exception e) {
            sink.error(e);
        }
    }

    /** Answers come in bursts, on the producer's own thread, which must not wait for anybody. One worker takes up what one burst has brought. */
    private void goOn(Answer answer) {
        answers.add(answer);
        callWorker();
    }

    private void callWorker() {
        if (workerComes.compareAndSet(false, true)) {
            Disposable unused = workers.schedule(this::takeUpAnswers);
        }
    }

    /** What follows from an answer may block: the next worker takes up what this one does not come to. */
    private void takeUpAnswers() {
        workerComes.set(false);
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            if (!answers.isEmpty()) {
                callWorker();
            }
            answer.tell();
        }
    }

    /** What the broker said about a record, for who has sent it. */
    private record Answer(MonoSink<Void> sink, @Nullable Exception error) {
        void tell() {
            if (error == null) {
                sink.success();
            } else {
                sink.error(translated(error));
            }
        }
    }

    /** How many partitions a topic has. Blocks. */
    int partitionsOf(String topic) {
        return producer().partitionsFor(topic).size();
    }

    private Producer<byte[], byte[]> producer() {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected the topics to get ready, but the wait was interrupted", e);
        }
        Producer<byte[], byte[]> open = producer;
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
