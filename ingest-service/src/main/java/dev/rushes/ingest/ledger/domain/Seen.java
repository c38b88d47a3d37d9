package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import java.util.Set;
import java.util.UUID;

/**
 * What the ledger remembers of a job's facts, as far as a batch asks.
 *
 * @param events identifiers of the batch's facts that have been logged before
 * @param units units of the batch's facts that have been counted before
 */
public record Seen(Set<UUID> events, Set<Unit> units) {
    public static final Seen NOTHING = new Seen(Set.of(), Set.of());

    public Seen {
        events = Set.copyOf(events);
        units = Set.copyOf(units);
    }

    /** A unit of work of one run's stage. */
    public record Unit(int run, FlowStage stage, String name) {}
}
