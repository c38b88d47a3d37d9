package dev.rushes.runtime.kafka;

import dev.rushes.events.WorkLease;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.Leases;
import dev.rushes.runtime.engine.Timer;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.wire.LeaseWire;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code rushes.leases} on every instance, from the beginning, without a group. While it catches up, a sign of life counts from when it was
 * written, so that the dead of yesterday hold up nobody; later it counts from when it is heard.
 */
final class LeaseListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseListener.class);

    private final FactSerde serde;
    private final Leases leases;
    private final Timer timer;
    private final Hearing hearing;
    private final Instant begun;
    private final TopicTail tail;
    private boolean complained;

    LeaseListener(Clients clients, FactSerde serde, Leases leases, Hearing hearing, Timer timer) {
        this.serde = serde.apart();
        this.leases = leases;
        this.hearing = hearing;
        this.timer = timer;
        this.begun = timer.now();
        this.tail = new TopicTail(Flow.LEASES, clients, new EventLog.From.After(Map.of()), new Ear());
    }

    /** Begins to listen. */
    CompletableFuture<Void> start() {
        return tail.start().caughtUp();
    }

    private final class Ear implements TopicTail.Reader {
        @Override
        public void read(ConsumerRecord<byte[], byte[]> record) {
            try {
                if (serde.decode(record.topic(), record.headers(), record.value()) instanceof WorkLease told) {
                    hear(told, record.timestamp());
                }
            } catch (UnreadableRecord e) {
                LOG.error("A lease at offset {} can't be read and is passed over: {}", record.offset(), e.getMessage());
            }
        }

        @Override
        public Optional<Runnable> whenUpToDate() {
            Instant now = timer.steady();
            return Optional.of(() -> hearing.heard(now));
        }

        @Override
        public void troubled() {
            hearing.troubled();
        }
    }

    /** A former life of this instance can't tell anything any more. */
    private void complain(Holder namesake) {
        if (!complained) {
            complained = true;
            LOG.error(
                    "Expected every instance to have a name of its own, but another one is called {} too: give each its own rushes.kafka.worker",
                    namesake.worker());
        }
    }

    private void hear(WorkLease told, long written) {
        Duration age = Duration.between(Instant.ofEpochMilli(written), timer.now());
        Duration silence = tail.caughtUp().isDone() || age.isNegative() ? Duration.ZERO : age;
        Lease lease = LeaseWire.lease(told);
        if (tail.caughtUp().isDone()
                && leases.isNamesake(lease.holder())
                && told.getOccurredAt().isAfter(begun)) {
            complain(lease.holder());
        }
        LeaseWire.sign(told)
                .ifPresent(sign -> leases.hear(
                        lease,
                        sign,
                        Duration.ofMillis(told.getLengthMillis()),
                        timer.steady().minus(silence)));
    }

    @Override
    public void close() {
        tail.close();
    }
}
