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

    public SystemTimer(Clock clock, Scheduler scheduler) {
        this.clock = clock;
        this.scheduler = scheduler;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Disposable at(Instant when, Runnable task) {
        long wait = Math.max(0, Duration.between(now(), when).toNanos());
        return scheduler.schedule(task, wait, TimeUnit.NANOSECONDS);
    }
}
