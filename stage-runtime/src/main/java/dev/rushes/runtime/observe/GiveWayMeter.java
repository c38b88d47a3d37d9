package dev.rushes.runtime.observe;

import java.util.List;

/** Meters of how the work in the background gives way to requests. Names are an interface for dashboards. */
public enum GiveWayMeter implements DocumentedMeter {
    /** Gauge: 1 while the work of this instance gives way to its requests. */
    NOW("rushes.work.gives.way", "Whether work in the background gives way to requests", Kind.GAUGE, ""),
    /** Counter, seconds: for how long the work of this instance has given way. */
    TIME("rushes.work.gave.way", "Time that work in the background has given way to requests", Kind.COUNTER, "seconds");

    private final MeterFacts facts;

    GiveWayMeter(String meterName, String description, Kind kind, String unit) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of());
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
