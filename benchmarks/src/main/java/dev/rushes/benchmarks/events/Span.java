package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.broker.Bus;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What happened between the end of the warm-up and the last record.
 *
 * @param events records done
 * @param seconds time
 * @param clientCpu CPU-seconds of the contender
 * @param brokerCpu CPU-seconds of the broker or store
 * @param reached records done since the start
 */
public record Span(long events, double seconds, double clientCpu, double brokerCpu, long reached) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    double eventsPerSecond() {
        return events / seconds;
    }

    double clientMicros() {
        return clientCpu * 1e6 / events;
    }

    double brokerMicros() {
        return brokerCpu * 1e6 / events;
    }

    /** What is looked at, from outside. */
    record Views(LongSupplier done, DoubleSupplier clientCpu, DoubleSupplier brokerCpu, BooleanSupplier alive) {
        private Look look() {
            long count = done.getAsLong();
            return new Look(System.nanoTime(), count, clientCpu.getAsDouble(), brokerCpu.getAsDouble());
        }
    }

    private record Look(long at, long done, double clientCpu, double brokerCpu) {}

    /** Watches until {@code goal} records are done, nothing moves any more, or the contender is dead. */
    static Span watch(Views views, Load load, long goal) {
        Look first = null;
        Look last = views.look();
        long moved = System.nanoTime();
        while (last.done() < goal && views.alive().getAsBoolean()) {
            Bus.pause(BETWEEN_LOOKS);
            Look next = views.look();
            if (next.done() > last.done()) {
                moved = next.at();
                last = next;
            } else if (next.at() - moved > load.patience().toNanos()) {
                break;
            }
            if (first == null && next.done() >= load.warmUp()) {
                first = next;
            }
        }
        if (first == null || first.at() == last.at()) {
            return new Span(0, 1e-9, 0, 0, last.done());
        }
        return new Span(
                last.done() - first.done(),
                (last.at() - first.at()) / 1e9,
                last.clientCpu() - first.clientCpu(),
                last.brokerCpu() - first.brokerCpu(),
                last.done());
    }
}
