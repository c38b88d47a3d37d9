package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Intake;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageMeters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.internals.ConsumerFactory;
import reactor.util.retry.Retry;

/**
 * A source on reactor-kafka, which is used as a poll loop and for nothing else: see {@link ShieldedConsumer}. If the receiver dies, a new
 * one takes its place after a growing wait of at most 30 s.
 */
final class ReactorStageSource implements StageSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReactorStageSource.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final String topic;
    private final Clients clients;
    private final Intake intake;
    private final Handover handover;
    private final StageMeters meters;
    private final KafkaSettings settings;
    private final PartitionShare share;
    private final PartitionBook book = new PartitionBook(System::nanoTime);
    private volatile int total;
    private volatile long lastPoll = System.nanoTime();
    private volatile CountDownLatch closed = new CountDownLatch(0);
    private @Nullable Disposable subscription;

    ReactorStageSource(
            String topic,
            Clients clients,
            Intake intake,
            Handover.Wrapper wrapper,
            StageMeters meters,
            KafkaSettings settings,
            PartitionShare share) {
        this.topic = topic;
        this.clients = clients;
        this.intake = intake;
        this.handover = new Handover(book, intake, wrapper, this::pollAge);
        this.meters = meters;
        this.settings = settings;
        this.share = share;
        meters.gauge(RuntimeMeter.FRONTIER_AGE, () -> book.age().toMillis() / 1000.0, "topic", topic);
        meters.gauge(RuntimeMeter.LAG, book::lag, "topic", topic);
        meters.gauge(
                RuntimeMeter.LAG_SECONDS,
                () -> book.lag(System.currentTimeMillis()).toMillis() / 1000.0,
                "topic",
                topic);
        meters.gauge(RuntimeMeter.FRONTIER_SPAN, book::largestSpan, "topic", topic);
        meters.gauge(RuntimeMeter.PARTITIONS, () -> book.partitions().size(), "topic", topic);
        meters.gauge(RuntimeMeter.POLL_AGE, () -> pollAge().toMillis() / 1000.0, "topic", topic);
    }

    @Override
    public synchronized void start() {
        lastPoll = System.nanoTime();
        Retry forEver = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                .maxBackoff(Duration.ofSeconds(30))
                .transientErrors(true)
                .doBeforeRetry(death -> {
                    meters.receiverRestart();
                    LOG.error("The consumer of {} died and is replaced", topic, death.failure());
                });
        subscription = KafkaReceiver.create(new Shields(), options())
                .receiveBatch()
                .concatMap(Flux::collectList, 1)
                .doOnNext(handover::hand)
                .retryWhen(forEver)
                .subscribe(records -> {}, error -> LOG.error("The source of {} ended", topic, error));
    }

    private ReceiverOptions<byte[], byte[]> options() {
        Map<String, Object> properties = clients.member(topic);
        return ReceiverOptions.<byte[], byte[]>create(properties)
                .withKeyDeserializer(new ByteArrayDeserializer())
                .withValueDeserializer(new ByteArrayDeserializer())
                .subscription(List.of(topic))
                .pollTimeout(POLL)
                .closeTimeout(CLOSE)
                .commitInterval(Duration.ZERO)
                .commitBatchSize(0)
                .maxDeferredCommits(0)
                .maxDelayRebalance(Duration.ZERO);
    }

    @Override
    public void close() {
        Disposable running;
        synchronized (this) {
            running = subscription;
            subscription = null;
        }
        if (running == null) {
            return;
        }
        running.dispose();
        try {
            if (!closed.await(CLOSE.toMillis() * 2, TimeUnit.MILLISECONDS)) {
                LOG.warn("The consumer of {} did not close in time; the group will miss it later", topic);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Duration pollAge() {
        return Duration.ofNanos(System.nanoTime() - lastPoll);
    }

    @Override
    public SourceReport report() {
        SortedSet<Integer> partitions = new TreeSet<>();
        book.partitions().forEach(partition -> partitions.add(partition.partition()));
        return new SourceReport(
                topic,
                book.isMember(),
                partitions,
                book.lag(),
                book.lag(System.currentTimeMillis()),
                pollAge(),
                book.age());
    }

    private void beat() {
        lastPoll = System.nanoTime();
    }

    /**
     * Runs on the poll thread. How many partitions there are is looked up in what the consumer knows already; until it knows, this member owns no
     * part of anything.
     */
    private void tellShare(Consumer<?, ?> consumer) {
        try {
            total = consumer.partitionsFor(topic, LOOK_UP).size();
        } catch (RuntimeException e) {
            LOG.debug("The number of partitions of {} is unknown for now", topic, e);
        }
        tellShare();
    }

    private void tellShare() {
        if (total > 0) {
            share.changed(
                    book.partitions().stream().map(TopicPartition::partition).collect(Collectors.toSet()), total);
        }
    }

    /** Gives reactor-kafka a shielded consumer. A new consumer owns nothing, so what the one before had handed in is forgotten. */
    private final class Shields extends ConsumerFactory {
        @Override
        @SuppressWarnings("unchecked")
        public <K, V> Consumer<K, V> createConsumer(ReceiverOptions<K, V> options) {
            book.clear().forEach(partition -> intake.forget(new Partition(partition.topic(), partition.partition())));
            tellShare();
            CountDownLatch its = new CountDownLatch(1);
            closed = its;
            Consumer<byte[], byte[]> consumer = clients.consumer(options.consumerProperties());
            return (Consumer<K, V>) ShieldedConsumer.around(
                    consumer,
                    new ShieldedConsumer.Parts(
                            book, intake, meters, settings, System::nanoTime, () -> tellShare(consumer)),
                    ReactorStageSource.this::beat,
                    its);
        }
    }
}
