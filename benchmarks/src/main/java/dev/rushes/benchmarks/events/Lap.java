package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.broker.Tally;

/**
 * One run of one contender.
 *
 * @param span the measurement
 * @param tally what came out
 * @param uncommitted records that are done but would be done again after a restart; -1 if nobody can tell
 * @param recordsPerEvent records written to the broker for each record done
 */
public record Lap(Span span, Tally tally, long uncommitted, double recordsPerEvent) {
    public double eventsPerSecond() {
        return span.eventsPerSecond();
    }
}
