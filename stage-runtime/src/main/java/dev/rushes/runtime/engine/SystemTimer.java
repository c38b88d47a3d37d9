package dev.rushes.runtime.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The machine's clock, with alarms. One thread rings them all, and what it would wait for, even for a moment, all others would wait for too: so what an
 * alarm leads to is done by workers.
 */
public final class SystemTimer implements Timer {
    private final Clock clock;
    private final Scheduler bell;
    private final Consumer<Runnable> workers;
    private final Instant beginning;
    private final long beginningNanos = System.nanoTime();

    /**
     * @param bell rings alarms; nothing else happens on it
     * @param workers runs tasks, elsewhere
     */
    public SystemTimer(Clock clock, Scheduler bell, Consumer<Runnable> workers) {
        this.clock = clock;
        this.bell = bell;
        this.workers = workers;
        this.beginning = clock.instant();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Instant steady() {
        return beginning.plusNanos(System.nanoTime() - beginningNanos);
    }

    @Override
    public Disposable at(Instant when, Runnable task) {
        long wait = Math.max(0, Duration.between(now(), when).toNanos());
        return bell.schedule(() -> workers.accept(task), wait, TimeUnit.NANOSECONDS);
    }
}
