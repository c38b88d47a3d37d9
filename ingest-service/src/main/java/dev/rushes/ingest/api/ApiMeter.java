package dev.rushes.ingest.api;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of the API. Names are an interface for dashboards. */
enum ApiMeter implements DocumentedMeter {
    /** Counter, bytes: footage that came in through uploads, also of those that broke off. */
    UPLOAD_BYTES("rushes.api.upload.bytes", "Bytes of footage received", Kind.COUNTER, "bytes"),
    /** Counter: what came on a connection and is no request that can be read. */
    UNREADABLE("rushes.api.unreadable", "Requests that can't be read", Kind.COUNTER, "", "code"),
    /** Gauge: progress streams that are open. */
    STREAMS("rushes.api.streams", "Open progress streams", Kind.GAUGE, ""),
    /** Timer: from when a line happened until it is ready for all readers of the instance. */
    STREAM_LAG("rushes.api.streams.lag", "Age of a line when it reaches the streams of its tenant", Kind.TIMER, ""),
    /** Counter: readers that fell behind the backlog of their tenant and are told from the ledger again. */
    STREAMS_OVERTAKEN(
            "rushes.api.streams.overtaken", "Times that a reader was too slow for the backlog", Kind.COUNTER, ""),
    /** Counter: readers that were told to forget everything. */
    STREAM_RESETS("rushes.api.streams.resets", "Streams of tenants that began anew", Kind.COUNTER, ""),
    /** Counter: questions of single streams that the database did not answer, and that are asked again. */
    STREAMS_ASKED_AGAIN(
            "rushes.api.streams.asked.again",
            "Questions of streams that the database did not answer",
            Kind.COUNTER,
            ""),
    /** Counter: streams that were not opened. */
    STREAMS_REFUSED(
            "rushes.api.streams.refused", "Progress streams that were refused for a limit", Kind.COUNTER, "", "limit");

    private final MeterFacts facts;

    ApiMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
