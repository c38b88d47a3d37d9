package dev.rushes.runtime.kafka;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The log of everything that happened to jobs, {@code rushes.events}, for its readers: the ledger and the live streams. */
public interface EventLog {

    /**
     * Starts to read as a member of a consumer group, from where the group stopped, or from the beginning. At least once, in order within
     * a partition. One batch at a time goes to {@code batch}; its offsets are committed after the returned {@code Mono} completes. If it
     * fails, the same batch comes again after a growing wait of at most 30 s, and nothing is skipped. The function is called on a thread
     * that may block.
     *
     * @param group consumer group, an interface for operators; never change it
     * @param batch what to do with the next records, at most 500 and at least one; must be idempotent
     * @return the running reader; the caller closes it
     */
    Reading read(String group, Function<List<EventRecord>, Mono<Void>> batch);

    /**
     * Follows the log without a group: every subscriber sees every record, nothing is committed. Never completes; survives broken
     * connections without gap or repeat. A subscriber that falls behind holds up nobody but itself.
     *
     * @param from first record of interest
     */
    Flux<EventRecord> tail(From from);

    /**
     * Whether a group has finished every record that was written before an instant, on all partitions, whoever its members are. Asks the brokers;
     * bounded by half a minute, then it is an error.
     */
    Mono<Boolean> hasRead(String group, Instant until);

    /** A running reader of a group. */
    interface Reading extends AutoCloseable {

        /** Records of its partitions that it has not finished yet; Approximate, never blocks. */
        long lag();

        /** Whether the reader has once reached the end of the log as it stood when the reader started. */
        boolean caughtUp();

        /** Finishes the running batch (at most 10 s), commits it and leaves the group. */
        @Override
        void close();
    }

    /** Where a tail begins. */
    sealed interface From {

        /** With the next record. */
        record Now() implements From {}

        /** With the first record at or after an instant. */
        record At(Instant instant) implements From {}

        /** After these offsets (partition to offset already seen); partitions that are absent begin with their oldest record. */
        record After(Map<Integer, Long> seen) implements From {
            public After {
                seen = Map.copyOf(seen);
            }
        }
    }
}
