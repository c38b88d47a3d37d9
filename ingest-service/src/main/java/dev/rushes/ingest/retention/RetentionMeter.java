package dev.rushes.ingest.retention;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of retention. Names are an interface for dashboards. */
enum RetentionMeter implements DocumentedMeter {
    /** Gauge: jobs that are being looked at, on all instances; as of the last round. Rises for good while the store is away. */
    UNFINISHED("rushes.retention.unfinished", "Jobs whose files are being removed, of all instances", Kind.GAUGE, ""),
    /** Counter: jobs of which something went because its time was over; tag {@code what}: work, outputs or job. */
    EXPIRED(
            "rushes.retention.expired",
            "Jobs of which something went because its time was over",
            Kind.COUNTER,
            "",
            "what"),
    /** Counter: jobs that were left alone because they had begun another run. */
    SKIPPED("rushes.retention.skipped", "Jobs that were left alone because they went on", Kind.COUNTER, ""),
    /** Counter: objects that were removed. */
    OBJECTS("rushes.retention.objects", "Objects that were removed because their time was over", Kind.COUNTER, ""),
    /** Counter, bytes: their sizes. */
    REMOVED("rushes.retention.removed", "Bytes that were removed because their time was over", Kind.COUNTER, "bytes"),
    /** Counter: looks at a job or an orphan that failed, and come again. */
    TROUBLES("rushes.retention.troubles", "Looks at a job or an orphan that failed", Kind.COUNTER, ""),
    /** Gauge: folders and unfinished uploads that belong to nobody, as the last sweep of any instance found them. */
    ORPHANS(
            "rushes.retention.orphans",
            "Folders and unfinished uploads that belong to nobody, at the last sweep",
            Kind.GAUGE,
            ""),
    /** Gauge: 1 while a person is to decide whether they go. */
    ASKING("rushes.retention.asking", "1 while a person is to decide about orphans", Kind.GAUGE, "");

    private final MeterFacts facts;

    RetentionMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
