package dev.rushes.runtime.engine;

/** One partition of one topic. */
public record Partition(String topic, int number) {
    @Override
    public String toString() {
        return topic + "-" + number;
    }
}
