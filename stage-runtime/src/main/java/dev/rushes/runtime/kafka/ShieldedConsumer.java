package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Intake;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.rules.FinishedAhead;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between reactor-kafka and the consumer, and keeps for itself what reactor-kafka gets wrong: commits, pauses, rebalances. It runs
 * on the poll thread only.
 *
 * <ul>
 *   <li>Commits are ours: of owned partitions only, never backwards, one at a time; one that fails is repeated and ends nothing.
 *       What reactor-kafka wants to commit is ignored.
 *   <li>Pauses are ours: reactor-kafka's back-pressure is one reason among others, and they are settled anew before every poll, so that
 *       none is forgotten in a rebalance. While one waits, polls are short: there may be room again long before a whole one is over.
 *   <li>Partitions that are revoked are committed, those that are lost are not. Records that come after their partition went are left to
 *       its next owner.
 * </ul>
 */
final class ShieldedConsumer implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ShieldedConsumer.class);
    private static final Duration LOOK_AHEAD = Duration.ofSeconds(1);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(3);

    private final Consumer<byte[], byte[]> consumer;
    private final PartitionBook book;
    private final Intake intake;
    private final StageMeters meters;
    private final KafkaSettings settings;
    private final Runnable shareChanged;
    private final Runnable pulse;
    private final CountDownLatch closed;
    private final Absence absence;
    private final LookAgain lookAgain = new LookAgain();
    private boolean backPressure;
    private boolean committing;
    private final LongSupplier nanoTime;
    private long lastCommit;
    private long lastLook;

    private ShieldedConsumer(Consumer<byte[], byte[]> consumer, Parts parts, Runnable pulse, CountDownLatch closed) {
        this.consumer = consumer;
        this.book = parts.book();
        this.intake = parts.intake();
        this.meters = parts.meters();
        this.settings = parts.settings();
        this.nanoTime = parts.nanoTime();
        this.shareChanged = parts.shareChanged();
        this.lastCommit = nanoTime.getAsLong();
        this.lastLook = lastCommit;
        this.absence = new Absence(() -> book.partitions().isEmpty(), nanoTime);
        this.pulse = pulse;
        this.closed = closed;
    }

    /**
     * What a shield works with, whatever consumer it shields.
     *
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param shareChanged run after partitions have come, before the group hears that some have gone, and now and then
     */
    record Parts(
            PartitionBook book,
            Intake intake,
            StageMeters meters,
            KafkaSettings settings,
            LongSupplier nanoTime,
            Runnable shareChanged) {}

    /**
     * @param pulse run after each poll, so that others see that the loop is alive
     * @param closed counted down when the consumer has left its group
     */
    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> around(
            Consumer<byte[], byte[]> consumer, Parts parts, Runnable pulse, CountDownLatch closed) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                ShieldedConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new ShieldedConsumer(consumer, parts, pulse, closed));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "poll" -> {
                return poll((Duration) arguments(arguments)[0]);
            }
            case "commitAsync", "commitSync" -> {
                return null;
            }
            case "pause" -> backPressure = true;
            case "resume" -> backPressure = false;
            case "paused" -> {
                return Set.of();
            }
            case "subscribe" -> wrapListener(arguments);
            case "close" -> beforeClose();
            default -> {}
        }
        boolean ours = method.getName().equals("pause") || method.getName().equals("resume");
        return ours ? null : pass(method, arguments);
    }

    private @Nullable Object pass(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            if (method.getName().equals("close")) {
                closed.countDown();
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        commit();
        Duration most = lookAgain.within(settlePauses(), timeout);
        lookAhead();
        ConsumerRecords<byte[], byte[]> records = absence.during(() -> consumer.poll(most));
        records.forEach(this::register);
        pulse.run();
        return records;
    }

    private void register(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!book.register(partition, record.offset(), record.timestamp())) {
            LOG.warn("The log of {} was cut: offset {} comes again", partition, record.offset());
            intake.forget(ours(partition));
            book.assigned(partition, null);
            book.beCareful(partition);
            boolean unused = book.register(partition, record.offset(), record.timestamp());
        }
    }

    /** @return whether any partition waits */
    private boolean settlePauses() {
        Set<TopicPartition> paused = consumer.paused();
        boolean anyWaits = false;
        for (TopicPartition partition : consumer.assignment()) {
            boolean wait = mustWait(partition);
            anyWaits |= wait;
            if (wait != paused.contains(partition)) {
                whileItIsOurs(partition, its -> {
                    if (wait) {
                        consumer.pause(its);
                    } else {
                        consumer.resume(its);
                    }
                });
            }
        }
        return anyWaits;
    }

    /**
     * With the newer protocol another thread keeps the assignment, so that a partition which was ours a moment ago may be gone by now. Asking
     * about it is an error then, which must not end the receiver: the next poll tells what became of it.
     */
    private static void whileItIsOurs(
            TopicPartition partition, java.util.function.Consumer<Set<TopicPartition>> question) {
        try {
            question.accept(Set.of(partition));
        } catch (IllegalStateException gone) {
            LOG.debug("Partition {} went away between two looks: {}", partition, gone.toString());
        }
    }

    /**
     * Whether it belongs to its group, how much of the log is still to be read, and what holds back the commits; asked for once a second,
     * because the newer protocol asks another thread for it.
     */
    private void lookAhead() {
        long now = nanoTime.getAsLong();
        if (now - lastLook < LOOK_AHEAD.toNanos()) {
            return;
        }
        lastLook = now;
        shareChanged.run();
        book.member(consumer.groupMetadata().generationId() >= 0);
        for (TopicPartition partition : consumer.assignment()) {
            whileItIsOurs(partition, its -> consumer.currentLag(partition)
                    .ifPresent(records -> book.ahead(partition, records)));
            relieve(partition);
            readFrom(partition, book.readAgain(partition));
        }
    }

    private void relieve(TopicPartition partition) {
        int most = settings.maxSpan() / 10 * 9;
        boolean tooLong = book.span(partition) > most;
        book.stuck(partition, settings.continuation(), most).ifPresent(last -> {
            intake.relieve(ours(partition), last);
            if (tooLong) {
                readFrom(partition, book.makeWay(partition, last));
            }
        });
    }

    private void readFrom(TopicPartition partition, OptionalLong offset) {
        offset.ifPresent(its -> whileItIsOurs(partition, unused -> consumer.seek(partition, its)));
    }

    private boolean mustWait(TopicPartition partition) {
        return backPressure || intake.full(ours(partition)) || isTooLong(partition);
    }

    private boolean isTooLong(TopicPartition partition) {
        return book.span(partition) >= settings.maxSpan() && !book.isReadAgain(partition);
    }

    private void commit() {
        long now = nanoTime.getAsLong();
        if (committing || now - lastCommit < settings.commitInterval().toNanos()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = book.toCommit(consumer.assignment());
        if (offsets.isEmpty()) {
            return;
        }
        lastCommit = now;
        committing = true;
        try {
            consumer.commitAsync(offsets, (requested, error) -> committed(offsets.keySet(), error));
        } catch (RuntimeException e) {
            committed(offsets.keySet(), e);
        }
    }

    private void committed(Set<TopicPartition> partitions, @Nullable Exception error) {
        committing = false;
        if (error != null) {
            book.notCommitted(partitions);
            meters.commitFailure();
            LOG.info("A commit of {} failed and is repeated: {}", partitions, error.toString());
        }
    }

    /** The last word about these partitions; bounded, because the poll thread waits. */
    private void commitNow(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = book.toLeave(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, LAST_COMMIT);
        } catch (RuntimeException e) {
            book.notCommitted(offsets.keySet());
            meters.commitFailure();
            LOG.warn("The last commit of {} failed; finished work will be repeated: {}", offsets, e.toString());
        }
    }

    private void beforeClose() {
        commitNow(new HashSet<>(consumer.assignment()));
    }

    private void wrapListener(Object @Nullable [] arguments) {
        Object[] all = arguments(arguments);
        if (all.length == 2 && all[1] instanceof ConsumerRebalanceListener listener) {
            all[1] = new Listener(listener);
        }
    }

    private static Object[] arguments(Object @Nullable [] arguments) {
        return arguments == null ? new Object[0] : arguments;
    }

    private static Partition ours(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }

    /** Keeps the book, then tells reactor-kafka. */
    private final class Listener implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener inner;

        Listener(ConsumerRebalanceListener inner) {
            this.inner = inner;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                LOG.info("Partitions {} are ours", partitions);
                Map<TopicPartition, OffsetAndMetadata> before = committedBefore(partitions);
                for (TopicPartition partition : partitions) {
                    book.assigned(partition, before.get(partition));
                    if (!before.containsKey(partition)) {
                        book.beCareful(partition);
                    }
                }
                takePossession(before);
            }
            book.member(true);
            shareChanged.run();
            meters.moved("assigned", partitions.size());
            inner.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                LOG.info("Partitions {} go to another member", partitions);
                commitNow(new HashSet<>(partitions));
            }
            goodbye(partitions);
            meters.moved("revoked", partitions.size());
            inner.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.warn("Partitions {} were taken away: this member was too slow or cut off", partitions);
            goodbye(partitions);
            book.member(false);
            meters.moved("lost", partitions.size());
            inner.onPartitionsLost(partitions);
        }

        private void goodbye(Collection<TopicPartition> partitions) {
            book.gone(partitions);
            shareChanged.run();
            partitions.forEach(partition -> intake.forget(ours(partition)));
        }

        /**
         * Takes back the good-bye of the last owner, so that the next one can tell whether we have said ours; of a partition that had no owner
         * commits the beginning, so that the next one can tell that we were there.
         */
        private void takePossession(Map<TopicPartition, OffsetAndMetadata> before) {
            Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>();
            Set<TopicPartition> unowned = new HashSet<>();
            before.forEach((partition, at) -> {
                if (at == null) {
                    unowned.add(partition);
                } else if (FinishedAhead.leftInOrder(at.metadata())) {
                    ours.put(partition, new OffsetAndMetadata(at.offset(), FinishedAhead.unsigned(at.metadata())));
                }
            });
            try {
                if (!unowned.isEmpty()) {
                    consumer.beginningOffsets(unowned, LAST_COMMIT)
                            .forEach((partition, offset) -> ours.put(partition, new OffsetAndMetadata(offset)));
                }
                if (!ours.isEmpty()) {
                    consumer.commitSync(ours, LAST_COMMIT);
                    book.possessed(ours);
                }
            } catch (RuntimeException e) {
                LOG.info("{} and {} could not be taken possession of: {}", ours.keySet(), unowned, e.toString());
                ours.keySet().forEach(book::beCareful);
                unowned.forEach(book::beCareful);
            }
        }

        /** Without the notes of the last owner some work is repeated, and that is all. */
        private Map<TopicPartition, OffsetAndMetadata> committedBefore(Collection<TopicPartition> partitions) {
            try {
                return consumer.committed(new HashSet<>(partitions), LAST_COMMIT);
            } catch (RuntimeException e) {
                LOG.warn("The last commits of {} can't be read: {}", partitions, e.toString());
                return Map.of();
            }
        }
    }
}
