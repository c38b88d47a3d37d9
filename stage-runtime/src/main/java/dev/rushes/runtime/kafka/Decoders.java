package dev.rushes.runtime.kafka;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Deserializers for many threads. Kafka gives each of its consumers one of its own, so none of them need be thread-safe: here each serves one thread at
 * a time, and another one is made when all that there are do, up to a limit.
 */
final class Decoders implements AutoCloseable {
    private final Supplier<Deserializer<Object>> make;
    private final List<Seat> seats;

    /** @param most how many are made; at the limit threads wait for each other */
    Decoders(Supplier<Deserializer<Object>> make, int most) {
        this.make = make;
        this.seats = IntStream.range(0, most).mapToObj(place -> new Seat()).toList();
    }

    /** What the bytes say. Blocks; any error is the deserializer's own. */
    @Nullable
    Object decode(String topic, Headers headers, byte @Nullable [] bytes) {
        Seat seat = take();
        try {
            return seat.deserializer(make).deserialize(topic, headers, bytes);
        } finally {
            seat.lock.unlock();
        }
    }

    private Seat take() {
        for (Seat seat : seats) {
            if (seat.lock.tryLock()) {
                return seat;
            }
        }
        Seat any = seats.get(ThreadLocalRandom.current().nextInt(seats.size()));
        any.lock.lock();
        return any;
    }

    @Override
    public void close() {
        seats.forEach(Seat::close);
    }

    private static final class Seat {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Deserializer<Object> deserializer;

        Deserializer<Object> deserializer(Supplier<Deserializer<Object>> make) {
            Deserializer<Object> its = deserializer;
            if (its == null) {
                its = make.get();
                deserializer = its;
            }
            return its;
        }

        void close() {
            lock.lock();
            try {
                if (deserializer != null) {
                    deserializer.close();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
