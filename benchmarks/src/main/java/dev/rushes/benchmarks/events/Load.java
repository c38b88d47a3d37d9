package dev.rushes.benchmarks.events;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param warmUp records before the measurement begins, for the compilers of contender and broker
 * @param measured records that are measured
 * @param patience longest time without any progress
 */
public record Load(int warmUp, int measured, Duration patience) {
    public int all() {
        return warmUp + measured;
    }
}
