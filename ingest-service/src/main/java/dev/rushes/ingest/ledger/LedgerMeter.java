package dev.rushes.ingest.ledger;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of the ledger. Names are an interface for dashboards. */
enum LedgerMeter implements DocumentedMeter {
    /** Gauge, seconds: how old the newest projected event was when its transaction had committed. */
    LAG_SECONDS(
            "rushes.ledger.lag.seconds",
            "Age of the newest projected event when it became visible",
            Kind.GAUGE,
            "seconds"),
    /** Gauge: events that have been published and not projected. */
    LAG_EVENTS("rushes.ledger.lag.events", "Events that are published and not projected", Kind.GAUGE, ""),
    /** Counter: facts that changed nothing; tag {@code reason}. */
    DROPPED("rushes.ledger.dropped", "Facts that changed nothing", Kind.COUNTER, "", "reason"),
    /** Counter: records that are no facts. */
    UNREADABLE("rushes.ledger.unreadable", "Records that are no facts", Kind.COUNTER, "");

    private final MeterFacts facts;

    LedgerMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
