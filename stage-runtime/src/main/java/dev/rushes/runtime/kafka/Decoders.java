package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.RegistryUnavailable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Deserializers for many threads. Kafka gives each of its consumers one of its own, so none of them need be thread-safe: here each serves one thread at
 * a time, and another one is made when all that there are do, up to a limit.
 *
 * <p>A deserializer does not ask the registry again for a schema that it has met. For one that it has not met it asks on a thread of its own, for a
 * limited time, and never do all deserializers so at once unless there is a single one: what is known is read while the registry owes answers.
 */
final class Decoders implements AutoCloseable {
    private static final Duration TIME_TO_RETURN = Duration.ofSeconds(1);

    private final Supplier<Deserializer<Object>> make;
    private final List<Seat> seats;
    private final Semaphore free;
    private final Questions questions;

    /**
     * @param most how many are made; at the limit threads wait for each other, but not for longer than for the registry
     * @param limit longest wait for the registry
     */
    Decoders(Supplier<Deserializer<Object>> make, int most, Duration limit) {
        this.make = make;
        this.seats = IntStream.range(0, most).mapToObj(place -> new Seat()).toList();
        this.free = new Semaphore(most);
        this.questions = new Questions(limit, Math.max(1, most - 1));
    }

    /**
     * What the bytes say. Blocks, for a few times the limit at most.
     *
     * @param bytes a byte, the number of the schema, the record
     * @throws RegistryUnavailable if nobody answers in time
     * @throws RuntimeException any other error: the deserializer's own
     */
    @Nullable
    Object decode(String topic, Headers headers, byte[] bytes) {
        int schema = ByteBuffer.wrap(bytes).getInt(1);
        Seat seat = take(schema);
        try {
            if (seat.knows(schema)) {
                return seat.deserializer().deserialize(topic, headers, bytes);
            }
            if (questions.tryTurn()) {
                return seat.ask(topic, headers, bytes, schema);
            }
        } finally {
            leave(seat);
        }
        questions.awaitTurn();
        Seat other = takeInTurn(schema);
        try {
            return other.ask(topic, headers, bytes, schema);
        } finally {
            leave(other);
        }
    }

    private Seat takeInTurn(int schema) {
        try {
            return take(schema);
        } catch (RegistryUnavailable e) {
            questions.giveBackTurn();
            throw e;
        }
    }

    /** One that knows the schema if it is free; else the one that knows least, because others miss it least while it asks. */
    private Seat take(int schema) {
        if (!isFree()) {
            throw new RegistryUnavailable(
                    "Expected one of " + seats.size() + " deserializers to be free within " + questions.limit()
                            + ", but all of them wait for the schema registry",
                    null);
        }
        for (Seat seat : seats) {
            if (seat.knows(schema) && seat.take()) {
                return seat;
            }
        }
        while (true) {
            Optional<Seat> dullest = seats.stream()
                    .filter(seat -> !seat.taken.get())
                    .min(Comparator.comparingInt(seat -> seat.known.size()));
            if (dullest.isPresent() && dullest.get().take()) {
                return dullest.get();
            }
        }
    }

    private boolean isFree() {
        try {
            return free.tryAcquire() || free.tryAcquire(questions.limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void leave(Seat seat) {
        seat.taken.set(false);
        free.release();
    }

    @Override
    public void close() {
        seats.forEach(Seat::close);
    }

    /** A deserializer, and the schemas that it has met. What it has belongs to who has taken it; anybody may ask what it knows. */
    private final class Seat {
        private final AtomicBoolean taken = new AtomicBoolean();
        private final Set<Integer> known = ConcurrentHashMap.newKeySet();
        private volatile @Nullable Deserializer<Object> deserializer;

        boolean take() {
            return taken.compareAndSet(false, true);
        }

        boolean knows(int schema) {
            return known.contains(schema);
        }

        Deserializer<Object> deserializer() {
            Deserializer<Object> its = deserializer;
            if (its == null) {
                its = make.get();
                deserializer = its;
            }
            return its;
        }

        /** Reads bytes of a schema that it has not met, in the turn that the caller has taken. */
        @Nullable
        Object ask(String topic, Headers headers, byte[] bytes, int schema) {
            Answer answer = questions.askInTurn(
                    () -> new Answer(deserializer().deserialize(topic, headers, bytes)), this::givenUp);
            boolean unused = known.add(schema);
            return answer.record();
        }

        /** One that returns when it is interrupted keeps what it knows; one that does not is left to its fate. */
        private void givenUp(CompletableFuture<?> returned) {
            try {
                Object unused = returned.get(TIME_TO_RETURN.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                return;
            } catch (TimeoutException | InterruptedException e) {
                Deserializer<Object> lost = deserializer;
                known.clear();
                deserializer = null;
                if (lost != null) {
                    var alsoUnused = returned.whenComplete((record, error) -> lost.close());
                }
            }
        }

        void close() {
            Deserializer<Object> its = deserializer;
            if (its != null) {
                its.close();
            }
        }
    }

    private record Answer(@Nullable Object record) {}
}
