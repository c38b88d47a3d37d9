package dev.rushes.runtime.database;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of the connections to the database. Names are an interface for dashboards. */
enum DatabaseMeter implements DocumentedMeter {
    /** Gauge: connections that somebody uses, in the pool for requests and in that for all else. */
    USED("rushes.database.connections", "Connections in use, by pool (requests, work)"),
    /** Gauge: who waits for a connection of the pool. */
    WAITING("rushes.database.waiting", "Questions that wait for a connection, by pool (requests, work)");

    private final MeterFacts facts;

    DatabaseMeter(String meterName, String description) {
        this.facts = new MeterFacts(meterName, description, Kind.GAUGE, "", List.of("pool"));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
