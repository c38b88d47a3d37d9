package dev.rushes.runtime.kafka;

import dev.rushes.flow.Flow;
import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.wire.HeartbeatWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells on {@code rushes.workers} that this instance lives and what it does: every few seconds, and at once when something changes. One
 * sign is on its way at a time, so that a broker that is away gathers none. The last acknowledgement also shows whether Kafka can be
 * reached at all.
 *
 * <p>Begins before the stages and ends after them, so that a drain is seen; then it takes its record back.
 */
final class Heartbeats implements SmartLifecycle {
    /** Before the stages. */
    static final int PHASE = 900;

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Courier courier;
    private final FactPublisher facts;
    private final Supplier<WorkerReport> report;
    private final Duration interval;
    private volatile CompletableFuture<?> pending = CompletableFuture.completedFuture(null);
    private volatile boolean acknowledged;
    private volatile long lastAcknowledged;
    private volatile boolean running;
    private boolean failing;
    private @Nullable WorkerReport told;
    private long toldAt;
    private @Nullable Thread thread;

    Heartbeats(Courier courier, FactPublisher facts, Supplier<WorkerReport> report, Duration interval) {
        this.courier = courier;
        this.facts = facts;
        this.report = report;
        this.interval = interval;
    }

    /** Time since Kafka acknowledged the last sign of life; empty if it never did. */
    Optional<Duration> silence() {
        return acknowledged ? Optional.of(Duration.ofNanos(System.nanoTime() - lastAcknowledged)) : Optional.empty();
    }

    /** Longest time between two signs. */
    Duration interval() {
        return interval;
    }

    private void run() {
        while (running) {
            try {
                beat();
                Thread.sleep(LOOK);
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Expected to give a sign of life, but could not", e);
            }
        }
    }

    private void beat() {
        if (!pending.isDone()) {
            return;
        }
        WorkerReport now = report.get();
        WorkerReport before = told;
        boolean due = System.nanoTime() - toldAt >= interval.toNanos();
        if (before != null && !due && !now.differsFrom(before)) {
            return;
        }
        told = now;
        toldAt = System.nanoTime();
        pending = facts.publish(Flow.WORKERS, now.worker(), HeartbeatWire.write(now), Map.of())
                .toFuture()
                .handle(this::sent);
    }

    private @Nullable Void sent(@Nullable Void nothing, @Nullable Throwable error) {
        if (error == null) {
            lastAcknowledged = System.nanoTime();
            acknowledged = true;
            failing = false;
        } else if (!failing) {
            failing = true;
            LOG.warn(
                    "Expected to give a sign of life, but could not; tried again until it works: {}", error.toString());
        }
        return null;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("rushes-heartbeats").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        Thread beating = thread;
        try {
            if (beating != null) {
                beating.interrupt();
                boolean unused = beating.join(LAST_WORDS);
            }
            Object sentBefore = pending.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            // A drain that was over before the next look is told too.
            beat();
            Object sentLast = pending.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            farewell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Expected to say goodbye on {}, but could not; others will count this worker as lost",
                    Flow.WORKERS);
        }
    }

    private void farewell() throws InterruptedException, ExecutionException, TimeoutException {
        byte[] key = report.get().worker().getBytes(StandardCharsets.UTF_8);
        Void unused = courier.send(() -> new ProducerRecord<>(Flow.WORKERS, key, null))
                .toFuture()
                .get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
