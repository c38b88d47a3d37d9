package dev.rushes.runtime.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** The machine's clock, with alarms on a scheduler. */
public final class SystemTimer implements Timer {
    private final Clock clock;
    private final Scheduler scheduler;
    private final Instant beginning;
    private final long beginningNanos = System.nanoTime();

    public SystemTimer(Clock clock, Scheduler scheduler) {
        this.clock = clock;
        this.scheduler = scheduler;
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
        return scheduler.schedule(task, wait, TimeUnit.NANOSECONDS);
    }
}
