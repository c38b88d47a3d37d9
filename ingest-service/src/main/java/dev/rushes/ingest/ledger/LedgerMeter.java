package dev.rushes.ingest.ledger;

/** Every meter of the ledger. Names are an interface for dashboards. */
enum LedgerMeter {
    /** Gauge, seconds: how old the newest projected event was when its transaction had committed. */
    LAG_SECONDS("rushes.ledger.lag.seconds", "Age of the newest projected event when it became visible"),
    /** Gauge: events that have been published and not projected. */
    LAG_EVENTS("rushes.ledger.lag.events", "Events that are published and not projected"),
    /** Counter: facts that changed nothing; tag {@code reason}. */
    DROPPED("rushes.ledger.dropped", "Facts that changed nothing"),
    /** Counter: records that are no facts. */
    UNREADABLE("rushes.ledger.unreadable", "Records that are no facts");

    private final String meterName;
    private final String description;

    LedgerMeter(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    String meterName() {
        return meterName;
    }

    String description() {
        return description;
    }
}
