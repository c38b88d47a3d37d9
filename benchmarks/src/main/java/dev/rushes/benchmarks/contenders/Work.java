package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Mono;

/**
 * What a stage does with a record beside deciding: it waits for somebody outside.
 *
 * @param pause how long; zero for a stage that only decides
 * @param stuck whether footage of the name {@link #STUCK} is never finished
 */
public record Work(Duration pause, boolean stuck) {
    /** Name of footage that is never finished. */
    public static final String STUCK = "stuck";

    public static final Work NONE = new Work(Duration.ZERO, false);
    public static final Work TEN_MILLISECONDS = new Work(Duration.ofMillis(10), false);

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "outside");
        thread.setDaemon(true);
        return thread;
    });

    /** For the command line of a child. */
    List<String> asArguments() {
        return List.of(Long.toString(pause.toMillis()), Boolean.toString(stuck));
    }

    static Work ofArguments(String millis, String stuck) {
        return new Work(Duration.ofMillis(Long.parseLong(millis)), Boolean.parseBoolean(stuck));
    }

    public String label() {
        return pause.isZero() ? "no-op" : pause.toMillis() + " ms";
    }

    /** Whether there is nothing to wait for. */
    boolean none(MediaStored fact) {
        return pause.isZero() && !stuck(fact);
    }

    private boolean stuck(MediaStored fact) {
        return stuck && STUCK.equals(fact.getFilename());
    }

    Mono<Void> mono(MediaStored fact) {
        if (stuck(fact)) {
            return Mono.never();
        }
        return pause.isZero() ? Mono.empty() : Mono.delay(pause).then();
    }

    CompletableFuture<Void> future(MediaStored fact) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!stuck(fact)) {
            var unused = CLOCK.schedule(() -> done.complete(null), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
        return done;
    }

    /** For contenders that hand out threads. */
    void onThisThread(MediaStored fact) {
        long end = System.nanoTime() + pause.toNanos();
        while (stuck(fact) || System.nanoTime() < end) {
            LockSupport.parkNanos(stuck(fact) ? Long.MAX_VALUE : end - System.nanoTime());
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
