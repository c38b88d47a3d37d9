package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.RegistryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all partitions of a topic on a thread of its own, without a group. After trouble it goes on behind the last record that it
 * handed over. The reader may block, and so hold back the tail. A record that it can't read is passed over after a few tries, unless the registry is
 * away.
 */
final class TopicTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long FIRST_WAIT = 200;
    private static final long LONGEST_WAIT = 5_000;
    private static final long NAP = 50;
    private static final int MOST_FAILURES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long LOOK = Duration.ofSeconds(1).toNanos();

    /** What to do with a record; may block, but not for ever after the tail is closed. */
    interface Reader {
        void read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;

        /** Asked once a second by a tail that is to know whether it is up to date: what to do when all has been read that is there now. */
        default Optional<Runnable> whenUpToDate() {
            return Optional.empty();
        }

        /** The topic can't be read now. */
        default void troubled() {}
    }

    private final String topic;
    private final Clients clients;
    private final EventLog.From from;
    private final Reader reader;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> endAtStart = new HashMap<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread;
    private String failed = "";
    private int failures;
    private volatile boolean closed;
    private volatile @Nullable Consumer<byte[], byte[]> open;

    TopicTail(String topic, Clients clients, EventLog.From from, Reader reader) {
        this.topic = topic;
        this.clients = clients;
        this.from = from;
        this.reader = reader;
        this.thread = Thread.ofPlatform().name("rushes-tail-" + topic).daemon().unstarted(this::run);
    }

    TopicTail start() {
        thread.start();
        return this;
    }

    /** Completes when every record has been read that existed at the start. */
    CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    private void run() {
        long wait = FIRST_WAIT;
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = clients.consumer(clients.reader("tail-" + topic))) {
                open = consumer;
                UpToDate look = position(consumer);
                wait = FIRST_WAIT;
                follow(consumer, look);
            } catch (WakeupException | InterruptException | InterruptedException stop) {
                LOG.debug("The tail of {} ends", topic);
                closed = true;
            } catch (RuntimeException e) {
                LOG.warn("The tail of {} broke and is taken up again in {} ms: {}", topic, wait, e.toString());
                reader.troubled();
                wait = pause(wait);
            }
        }
    }

    private long pause(long wait) {
        try {
            for (long slept = 0; slept < wait && !closed; slept += NAP) {
                Thread.sleep(NAP);
            }
        } catch (InterruptedException stop) {
            closed = true;
        }
        return Math.min(wait * 2, LONGEST_WAIT);
    }

    /** A first look at the ends is a look at all that is there: who waits for the tail to catch up finds the reader up to date. */
    private UpToDate position(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        UpToDate look = new UpToDate(consumer);
        if (next.isEmpty()) {
            look.begin(reader.whenUpToDate(), consumer.endOffsets(partitions, PATIENCE));
            endAtStart.putAll(look.ends);
            next.putAll(beginnings(consumer, partitions));
        }
        next.forEach(consumer::seek);
        return look;
    }

    private Map<TopicPartition, Long> beginnings(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions, PATIENCE);
        Map<TopicPartition, Long> beginnings = new HashMap<>(endAtStart);
        switch (from) {
            case EventLog.From.Now now -> {}
            case EventLog.From.At at -> {
                Map<TopicPartition, Long> times = new HashMap<>();
                Instant instant = at.instant();
                partitions.forEach(partition -> times.put(partition, Math.max(0, instant.toEpochMilli())));
                Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, PATIENCE);
                found.forEach((partition, first) -> {
                    if (first != null) {
                        beginnings.put(partition, first.offset());
                    }
                });
            }
            case EventLog.From.After after ->
                partitions.forEach(partition -> {
                    Long seen = after.seen().get(partition.partition());
                    long start = oldest.getOrDefault(partition, 0L);
                    beginnings.put(partition, seen == null ? start : Math.max(start, seen + 1));
                });
        }
        return beginnings;
    }

    private void follow(Consumer<byte[], byte[]> consumer, UpToDate look) throws InterruptedException {
        while (!closed) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                hand(record);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            look.settle();
            if (!caughtUp.isDone() && isCaughtUp(consumer)) {
                caughtUp.complete(null);
            }
        }
    }

    /** Without the registry nobody can read on; any other error may be of this record alone, and must not deafen the tail for good. */
    private void hand(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            reader.read(record);
        } catch (RegistryUnavailable | WakeupException | InterruptException passes) {
            throw passes;
        } catch (RuntimeException odd) {
            String place = record.partition() + "@" + record.offset();
            failures = place.equals(failed) ? failures + 1 : 1;
            failed = place;
            if (failures < MOST_FAILURES) {
                throw odd;
            }
            LOG.error(
                    "The record at {} of {} is passed over: {} times it could not be read",
                    place,
                    topic,
                    failures,
                    odd);
        }
    }

    /** Positions count, not records: the last offsets may be gaps. */
    private boolean isCaughtUp(Consumer<byte[], byte[]> consumer) {
        return hasReached(consumer, endAtStart);
    }

    private static boolean hasReached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    }

    /** Asks for the ends of the topic now and then, and tells the reader when they are reached. A topic that can't be asked breaks the tail. */
    private final class UpToDate {
        private final Consumer<byte[], byte[]> consumer;
        private Map<TopicPartition, Long> ends = Map.of();
        private Optional<Runnable> whenReached = Optional.empty();
        private long lastLook = System.nanoTime() - LOOK;

        UpToDate(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        /** @param all where the topic ended, asked for after the reader */
        void begin(Optional<Runnable> then, Map<TopicPartition, Long> all) {
            lastLook = System.nanoTime();
            whenReached = then;
            ends = all;
        }

        void settle() {
            if (whenReached.isEmpty() && System.nanoTime() - lastLook >= LOOK) {
                Optional<Runnable> then = reader.whenUpToDate();
                begin(then, then.isPresent() ? consumer.endOffsets(consumer.assignment(), PATIENCE) : Map.of());
            }
            if (whenReached.isPresent() && hasReached(consumer, ends)) {
                whenReached.get().run();
                whenReached = Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> its = open;
        if (its != null) {
            its.wakeup();
        }
    }
}
