package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A member of a group that reads a topic one batch at a time, in order, and commits a batch when it is done. While a batch
 * is being worked on the partitions are paused and the polls go on, so that the group does not lose patience.
 *
 * <p>A record that comes after a while is worked on at once. In a stream of them a batch is begun {@code PACE} after the one before it at the earliest, with
 * all that has come by then: a batch of many costs little more than one of a single record. While others need the processor, the pace is slower. A full
 * batch waits for nothing.
 *
 * @param <R> what a record is decoded to
 */
final class GroupReading<R> implements EventLog.Reading {
    private static final Logger LOG = LoggerFactory.getLogger(GroupReading.class);
    private static final int BATCH = 500;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration POLL_WHILE_BUSY = Duration.ofMillis(5);
    private static final Duration PACE = Duration.ofMillis(40);
    private static final Duration SLOW_PACE = Duration.ofMillis(500);
    private static final Duration NAP = Duration.ofMillis(20);
    /** What has come meanwhile is at the broker, and here after a round trip. */
    private static final Duration FETCH = Duration.ofMillis(5);

    private static final int FETCHES = 3;
    private static final Duration LAST_BATCH = Duration.ofSeconds(10);
    private static final Duration COMMIT = Duration.ofSeconds(5);
    private static final long FIRST_WAIT = 200;
    private static final long LONGEST_WAIT = 30_000;

    private final String topic;
    private final String group;
    private final Clients clients;
    private final Function<ConsumerRecord<byte[], byte[]>, R> decode;
    private final Function<List<R>, Mono<Void>> batch;
    private final BooleanSupplier givesWay;
    private final Thread thread;
    private final Map<TopicPartition, Long> endAtStart = new HashMap<>();
    private volatile boolean closed;
    private volatile boolean caughtUp;
    private volatile long lag;
    private final List<ConsumerRecord<byte[], byte[]>> gathered = new ArrayList<>();
    private long lastBegun = System.nanoTime() - SLOW_PACE.toNanos();
    private boolean busy;
    private volatile CompletableFuture<@Nullable Void> running = CompletableFuture.completedFuture(null);

    GroupReading(
            String topic,
            String group,
            Clients clients,
            Function<ConsumerRecord<byte[], byte[]>, R> decode,
            Function<List<R>, Mono<Void>> batch,
            BooleanSupplier givesWay) {
        this.topic = topic;
        this.group = group;
        this.clients = clients;
        this.decode = decode;
        this.batch = batch;
        this.givesWay = givesWay;
        this.thread = Thread.ofPlatform().name("rushes-read-" + group).daemon().unstarted(this::run);
    }

    GroupReading<R> start() {
        thread.start();
        return this;
    }

    private void run() {
        long wait = FIRST_WAIT;
        while (!closed) {
            busy = false;
            gathered.clear();
            Map<String, Object> properties = clients.member(group);
            properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
            try (Consumer<byte[], byte[]> consumer = clients.consumer(properties)) {
                consumer.subscribe(List.of(topic), new Rebalances(consumer));
                while (!closed) {
                    step(consumer);
                    wait = FIRST_WAIT;
                }
            } catch (WakeupException stop) {
                closed = true;
            } catch (RuntimeException e) {
                LOG.warn("Group {} lost its reader; a new one comes in {} ms", group, wait, e);
                sleep(wait);
                wait = Math.min(wait * 2, LONGEST_WAIT);
            }
        }
    }

    private void step(Consumer<byte[], byte[]> consumer) {
        List<ConsumerRecord<byte[], byte[]>> records = gather(consumer);
        lastBegun = records.isEmpty() ? lastBegun : System.nanoTime();
        if (!records.isEmpty() && !finish(consumer, records)) {
            return;
        }
        measure(consumer);
    }

    /** What is there when the next batch may begin; partitions that go meanwhile take their records with them. */
    private List<ConsumerRecord<byte[], byte[]>> gather(Consumer<byte[], byte[]> consumer) {
        gathered.clear();
        consumer.poll(POLL).forEach(gathered::add);
        if (!gathered.isEmpty() && gathered.size() < BATCH && awaitTurn()) {
            int before = 0;
            for (int fetch = 0; fetch < FETCHES && gathered.size() > before && gathered.size() < BATCH; fetch++) {
                before = gathered.size();
                consumer.poll(FETCH).forEach(gathered::add);
            }
        }
        return List.copyOf(gathered);
    }

    /** Waits until a batch may begin; false if one might have begun long ago. */
    private boolean awaitTurn() {
        boolean waited = false;
        while (!closed && System.nanoTime() - lastBegun < (givesWay.getAsBoolean() ? SLOW_PACE : PACE).toNanos()) {
            waited = true;
            sleep(NAP.toMillis());
        }
        return waited;
    }

    /** Works on the batch until it is done; false if the reader is closed before that. */
    private boolean finish(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
        long wait = FIRST_WAIT;
        busy = true;
        consumer.pause(consumer.assignment());
        running = begin(records);
        while (true) {
            if (!running.isDone()) {
                idlePoll(consumer, POLL_WHILE_BUSY);
                if (closed && !awaitLastBatch()) {
                    return false;
                }
            } else if (!running.isCompletedExceptionally()) {
                commit(consumer, records);
                busy = false;
                consumer.resume(consumer.paused());
                return true;
            } else if (closed) {
                return false;
            } else {
                LOG.warn("A batch of group {} failed and comes again in {} ms", group, wait, running.exceptionNow());
                idle(consumer, wait);
                wait = Math.min(wait * 2, LONGEST_WAIT);
                running = begin(records);
            }
        }
    }

    private CompletableFuture<@Nullable Void> begin(List<ConsumerRecord<byte[], byte[]>> records) {
        return Mono.defer(() -> batch.apply(records.stream().map(decode).toList()))
                .subscribeOn(Schedulers.boundedElastic())
                .toFuture();
    }

    private boolean awaitLastBatch() {
        try {
            running.get(LAST_BATCH.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (Exception e) {
            LOG.warn("The last batch of group {} was not finished and will come again: {}", group, e.toString());
            boolean unused = running.cancel(true);
            return false;
        }
    }

    private void idle(Consumer<byte[], byte[]> consumer, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!closed && System.nanoTime() < end) {
            idlePoll(consumer, POLL);
        }
    }

    /** All partitions are paused, so nothing comes; new ones are paused as they are assigned. */
    private static void idlePoll(Consumer<byte[], byte[]> consumer, Duration timeout) {
        if (!consumer.poll(timeout).isEmpty()) {
            throw new IllegalStateException("Expected no records of paused partitions, but some came");
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
        Set<TopicPartition> owned = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (owned.contains(partition)) {
                offsets.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        try {
            consumer.commitSync(offsets, COMMIT);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("Group {} could not commit; the batch may come again: {}", group, e.toString());
        }
    }

    private void measure(Consumer<byte[], byte[]> consumer) {
        long behind = 0;
        boolean known = !consumer.assignment().isEmpty();
        for (TopicPartition partition : consumer.assignment()) {
            behind += consumer.currentLag(partition).orElse(0);
            known &= consumer.position(partition, COMMIT) >= endAtStart.getOrDefault(partition, 0L);
        }
        lag = behind;
        caughtUp |= known;
    }

    private void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public long lag() {
        return lag;
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST_BATCH.plus(COMMIT).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the running batch end before its partitions go, so that two members never work on the same job at once. */
    private final class Rebalances implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Rebalances(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (busy) {
                consumer.pause(partitions);
            }
            Set<TopicPartition> unknown = new HashSet<>(partitions);
            unknown.removeAll(endAtStart.keySet());
            if (!caughtUp && !unknown.isEmpty()) {
                endAtStart.putAll(consumer.endOffsets(unknown, COMMIT));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            gathered.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
            if (!running.isDone()) {
                boolean unused = awaitLastBatch();
            }
        }
    }
}
