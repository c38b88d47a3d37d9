package dev.rushes.runtime.stage;

import java.time.Duration;
import java.util.List;

/**
 * The limits of one stage. Every service has its own defaults, and {@code rushes.stages.<stage>.*} overrides them.
 *
 * @param concurrency records handled at a time on each instance; at least 1
 * @param order what is asked for when several records of one job wait
 * @param attempts tries before a record is dead-lettered; at least 1
 * @param backoffBase longest wait before the second try; doubles with each further try, with full jitter
 * @param backoffCap longest wait before any try
 * @param timeout longest time that one try may take; then it is cancelled and counts as {@link CommonFailure#STAGE_TIMEOUT}
 * @param totalTime longest time from the first failure of a record to its last try, whatever the number of tries
 * @param revoked what becomes of running work when its partition goes to another instance
 * @param waits waits before the second try, the third and so on, each lengthened by up to a tenth; empty waits by base and cap
 */
public record StagePolicy(
        int concurrency,
        JobOrder order,
        int attempts,
        Duration backoffBase,
        Duration backoffCap,
        Duration timeout,
        Duration totalTime,
        Revoked revoked,
        List<Duration> waits) {
    private static final Duration DAY = Duration.ofDays(1);

    public StagePolicy {
        waits = List.copyOf(waits);
        if (concurrency < 1 || attempts < 1) {
            throw new IllegalArgumentException("Expected concurrency and attempts of at least 1, but got concurrency "
                    + concurrency + " and attempts " + attempts);
        }
    }

    /** Waits by base and cap. */
    public StagePolicy(
            int concurrency,
            JobOrder order,
            int attempts,
            Duration backoffBase,
            Duration backoffCap,
            Duration timeout,
            Duration totalTime,
            Revoked revoked) {
        this(concurrency, order, attempts, backoffBase, backoffCap, timeout, totalTime, revoked, List.of());
    }

    /** Tries within a day, and work that is finished under a lease when its partition goes. */
    public StagePolicy(
            int concurrency,
            JobOrder order,
            int attempts,
            Duration backoffBase,
            Duration backoffCap,
            Duration timeout) {
        this(concurrency, order, attempts, backoffBase, backoffCap, timeout, DAY, Revoked.FINISH);
    }
}
