package dev.rushes.ingest.tus;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of resumable uploads. Names are an interface for dashboards. */
enum UploadMeter implements DocumentedMeter {
    /** Gauge: uploads that wait for bytes, on all instances; as of the last sweep. */
    OPEN("rushes.uploads.open", "Uploads that wait for more bytes, of all instances", Kind.GAUGE, ""),
    /** Gauge, bytes: what they hold. */
    OPEN_BYTES("rushes.uploads.open.held", "Bytes that these uploads hold", Kind.GAUGE, "bytes"),
    /** Gauge: requests that bring bytes to this instance. */
    WRITERS("rushes.uploads.writers", "Requests that bring bytes right now", Kind.GAUGE, ""),
    /** Counter, bytes. */
    BYTES(
            "rushes.uploads.received",
            "Bytes that came in, also those that did not count in the end",
            Kind.COUNTER,
            "bytes"),
    /** Counter: an upload changed hands while another request, or a dead instance, held it. */
    TAKEOVERS("rushes.uploads.takeovers", "Uploads taken over from another request or instance", Kind.COUNTER, ""),
    /** Counter: complete uploads. */
    FINISHED("rushes.uploads.finished", "Uploads that became an object", Kind.COUNTER, ""),
    /** Counter: uploads that were removed because nobody went on with them. */
    EXPIRED("rushes.uploads.expired", "Uploads removed because their time was over", Kind.COUNTER, ""),
    /** Counter: bytes that the store had called durable are gone. Never good. */
    LOST("rushes.uploads.lost", "Uploads that were set back because the store lost bytes", Kind.COUNTER, "");

    private final MeterFacts facts;

    UploadMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
