package dev.rushes.ingest.erasure;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of erasures. Names are an interface for dashboards. */
enum ErasureMeter implements DocumentedMeter {
    /** Gauge: erased jobs that have something left. Rises for good while the store is away. */
    UNFINISHED("rushes.erasure.unfinished", "Erased jobs that have something left", Kind.GAUGE, ""),
    /** Counter: erased jobs of which nothing is left. */
    DONE("rushes.erasure.done", "Erased jobs of which nothing is left", Kind.COUNTER, ""),
    /** Counter: objects that were removed. */
    OBJECTS("rushes.erasure.objects", "Objects of erased jobs that were removed", Kind.COUNTER, ""),
    /** Counter: looks at an erased job that failed, and come again. */
    TROUBLES("rushes.erasure.troubles", "Looks at an erased job that failed", Kind.COUNTER, "");

    private final MeterFacts facts;

    ErasureMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
