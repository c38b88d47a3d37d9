package dev.rushes.ingest.api;

/** Every meter of the API. Names are an interface for dashboards. */
enum ApiMeter {
    /** Counter, bytes: footage that came in through uploads, also of those that broke off. */
    UPLOAD_BYTES("rushes.api.upload.bytes", "Bytes of footage received"),
    /** Gauge: progress streams that are open. */
    STREAMS("rushes.api.streams", "Open progress streams");

    private final String meterName;
    private final String description;

    ApiMeter(String meterName, String description) {
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
