package dev.rushes.ingest.api;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of the API. Names are an interface for dashboards. */
enum ApiMeter implements DocumentedMeter {
    /** Counter, bytes: footage that came in through uploads, also of those that broke off. */
    UPLOAD_BYTES("rushes.api.upload.bytes", "Bytes of footage received", Kind.COUNTER, "bytes"),
    /** Gauge: progress streams that are open. */
    STREAMS("rushes.api.streams", "Open progress streams", Kind.GAUGE, "");

    private final MeterFacts facts;

    ApiMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
