package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class DecodersTest {
    private static final byte[] BYTES = {1};

    private final List<Turnstile> made = new CopyOnWriteArrayList<>();
    private final CountDownLatch arrived = new CountDownLatch(2);
    private final CountDownLatch open = new CountDownLatch(1);

    @Test
    void who_comes_alone_always_meets_the_same_one() {
        try (Decoders decoders = new Decoders(this::make, 4)) {
            open.countDown();
            assertThat(decode(decoders)).isEqualTo(decode(decoders));
            assertThat(made).hasSize(1);
        }
        assertThat(made).allMatch(its -> its.closed);
    }

    @Test
    void each_serves_one_thread_at_a_time_and_the_limit_holds() throws Exception {
        try (Decoders decoders = new Decoders(this::make, 2);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> all = List.of(
                    threads.submit(() -> decode(decoders)),
                    threads.submit(() -> decode(decoders)),
                    threads.submit(() -> decode(decoders)));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            open.countDown();
            for (Future<Object> each : all) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isIn(made);
            }
            assertThat(made).hasSize(2).noneMatch(its -> its.crowded);
        }
    }

    private Object decode(Decoders decoders) {
        return Objects.requireNonNull(decoders.decode("topic", new RecordHeaders(), BYTES));
    }

    private Deserializer<Object> make() {
        Turnstile turnstile = new Turnstile();
        made.add(turnstile);
        return turnstile;
    }

    /** Lets nobody out before the test says so; decodes everything to itself. */
    private final class Turnstile implements Deserializer<Object> {
        private volatile boolean inside;
        private volatile boolean crowded;
        private volatile boolean closed;

        @Override
        public Object deserialize(String topic, byte[] data) {
            crowded |= inside;
            inside = true;
            arrived.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            inside = false;
            return this;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
