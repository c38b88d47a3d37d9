package dev.rushes.runtime.engine;

/** One partition of one topic. */
public record Lane(String topic, int partition) {
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
