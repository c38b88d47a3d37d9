package dev.rushes.runtime.stage;

import java.time.Duration;

/**
 * The limits of one stage. Every service has its own defaults, and {@code rushes.stages.<stage>.*} overrides them.
 *
 * @param concurrency records handled at a time on each instance; at least 1
 * @param orderPerJob whether records of one job are handled one after the other, in the order of the topic
 * @param attempts tries before a record is dead-lettered; at least 1
 * @param backoffBase longest wait before the second try; doubles with each further try, with full jitter
 * @param backoffCap longest wait before any try
 * @param timeout longest time that one try may take; then it is cancelled and counts as {@link CommonFailure#STAGE_TIMEOUT}
 */
public record StagePolicy(
        int concurrency,
        boolean orderPerJob,
        int attempts,
        Duration backoffBase,
        Duration backoffCap,
        Duration timeout) {

    public StagePolicy {
        if (concurrency < 1 || attempts < 1) {
            throw new IllegalArgumentException("Expected concurrency and attempts of at least 1, but got concurrency "
                    + concurrency + " and attempts " + attempts);
        }
    }
}
