package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.runtime.engine.RegistryUnavailable;
import java.time.Duration;
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
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int KNOWN = 1;
    private static final int STRANGE = 2;

    private final List<Turnstile> made = new CopyOnWriteArrayList<>();
    private final CountDownLatch arrived = new CountDownLatch(2);
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch registry = new CountDownLatch(1);

    @Test
    void who_comes_alone_always_meets_the_same_one() {
        try (Decoders decoders = new Decoders(this::make, 4, LIMIT)) {
            open.countDown();
            assertThat(decode(decoders, KNOWN)).isEqualTo(decode(decoders, KNOWN));
            assertThat(made).hasSize(1);
        }
        assertThat(made).allMatch(its -> its.closed);
    }

    @Test
    void each_serves_one_thread_at_a_time_and_the_limit_holds() throws Exception {
        try (Decoders decoders = new Decoders(this::make, 3, LIMIT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> all = List.of(
                    threads.submit(() -> decode(decoders, KNOWN)),
                    threads.submit(() -> decode(decoders, KNOWN)),
                    threads.submit(() -> decode(decoders, KNOWN)),
                    threads.submit(() -> decode(decoders, KNOWN)));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            open.countDown();
            for (Future<Object> each : all) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isIn(made);
            }
            assertThat(made).hasSizeBetween(2, 3).noneMatch(its -> its.crowded);
        }
    }

    /** All deserializers were taken by those that asked for a schema which nobody had met, and what everybody knew was not read any more. */
    @Test
    void what_is_known_is_read_while_the_registry_owes_answers() throws Exception {
        open.countDown();
        try (Decoders decoders = new Decoders(this::make, 2, LIMIT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Object known = decode(decoders, KNOWN);
            List<Future<Object>> strangers = List.of(
                    threads.submit(() -> decode(decoders, STRANGE)),
                    threads.submit(() -> decode(decoders, STRANGE)),
                    threads.submit(() -> decode(decoders, STRANGE)));
            for (int record = 0; record < 100; record++) {
                assertThat(threads.submit(() -> decode(decoders, KNOWN)).get(5, TimeUnit.SECONDS))
                        .isIn(made);
            }
            assertThat(strangers).noneMatch(Future::isDone);

            registry.countDown();
            for (Future<Object> each : strangers) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isIn(made);
            }
            assertThat(made).contains((Turnstile) known).noneMatch(its -> its.crowded);
        }
    }

    @Test
    void one_that_was_stopped_while_it_asked_still_knows_what_it_knew() {
        open.countDown();
        try (Decoders decoders = new Decoders(this::make, 1, Duration.ofMillis(50))) {
            Object known = decode(decoders, KNOWN);
            assertThatThrownBy(() -> decode(decoders, STRANGE)).isInstanceOf(RegistryUnavailable.class);
            assertThat(decode(decoders, KNOWN)).isEqualTo(known);
            assertThat(made).hasSize(1);
        }
    }

    @Test
    void one_that_can_not_be_stopped_is_replaced_and_closed_in_the_end() throws Exception {
        open.countDown();
        try (Decoders decoders = new Decoders(this::makeStubborn, 2, Duration.ofMillis(50))) {
            assertThatThrownBy(() -> decode(decoders, STRANGE)).isInstanceOf(RegistryUnavailable.class);
            assertThatThrownBy(() -> decode(decoders, STRANGE))
                    .as("it keeps its turn")
                    .isInstanceOf(RegistryUnavailable.class);
            assertThat(made).hasSize(1);
            registry.countDown();
            org.awaitility.Awaitility.await().until(() -> made.getFirst().closed);
            assertThat(decode(decoders, STRANGE)).isSameAs(made.get(1));
        }
    }

    private static Object decode(Decoders decoders, int schema) {
        byte[] bytes = {0, 0, 0, 0, (byte) schema};
        return Objects.requireNonNull(decoders.decode("topic", new RecordHeaders(), bytes));
    }

    private Deserializer<Object> make() {
        return made(new Turnstile(false));
    }

    private Deserializer<Object> makeStubborn() {
        return made(new Turnstile(true));
    }

    private Turnstile made(Turnstile turnstile) {
        made.add(turnstile);
        return turnstile;
    }

    /** Lets nobody out before the test says so; decodes everything to itself. */
    private final class Turnstile implements Deserializer<Object> {
        private final boolean stubborn;
        private volatile boolean inside;
        private volatile boolean crowded;
        private volatile boolean closed;

        Turnstile(boolean stubborn) {
            this.stubborn = stubborn;
        }

        @Override
        public Object deserialize(String topic, byte[] data) {
            crowded |= inside;
            inside = true;
            arrived.countDown();
            try {
                await(open);
                if (data[4] == STRANGE) {
                    await(registry);
                }
            } finally {
                inside = false;
            }
            return this;
        }

        private void await(CountDownLatch latch) {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    if (!stubborn) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
