package dev.rushes.runtime.testkit;

import dev.rushes.runtime.engine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import reactor.core.Disposable;

/** A clock that stands still until the test moves it; alarms ring on the thread that moves it. */
public final class ManualTimer implements Timer {
    private final List<Alarm> alarms = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Duration early = Duration.ZERO;
    private Duration tick = Duration.ZERO;

    /**
     * Rings from now on like an alarm of a real machine: too early by so much, and the clock goes on by a tick whenever somebody looks at it.
     */
    public synchronized void beSloppy(Duration tooEarly, Duration perLook) {
        early = tooEarly;
        tick = perLook;
    }

    @Override
    public synchronized Instant now() {
        now = now.plus(tick);
        return now;
    }

    @Override
    public Instant steady() {
        return now();
    }

    @Override
    public Disposable at(Instant when, Runnable task) {
        Alarm alarm = new Alarm(when, task);
        synchronized (this) {
            alarms.add(alarm);
        }
        return () -> {
            synchronized (this) {
                alarms.remove(alarm);
            }
        };
    }

    /** Moves the clock; alarms ring in their order, each at its own time. */
    public void advance(Duration step) {
        Instant end = now().plus(step);
        for (Optional<Alarm> next = next(end); next.isPresent(); next = next(end)) {
            next.get().task().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized Optional<Alarm> next(Instant end) {
        Optional<Alarm> next =
                alarms.stream().filter(alarm -> !alarm.when().isAfter(end)).min(Comparator.comparing(Alarm::when));
        next.ifPresent(alarm -> {
            alarms.remove(alarm);
            Instant ring = alarm.when().minus(early);
            now = ring.isAfter(now) ? ring : now;
        });
        return next;
    }

    private record Alarm(Instant when, Runnable task) {}
}
