package dev.rushes.runtime.engine;

/** Where a record stood before its first return; the same for all its tries. */
public record Origin(String topic, int partition, long offset) {

    /** Names the record's work among instances: "rushes.render-3@1201". */
    public String key() {
        return topic + "-" + partition + "@" + offset;
    }
}
