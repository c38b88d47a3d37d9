package dev.rushes.campaigns.dump;

/** Where a record is. */
public record Place(String topic, int partition, long offset) implements Comparable<Place> {

    /** A partition, without a record. */
    public record Partition(String topic, int number) {}

    public Partition of() {
        return new Partition(topic, partition);
    }

    @Override
    public int compareTo(Place other) {
        int byTopic = topic.compareTo(other.topic);
        int byPartition = byTopic == 0 ? Integer.compare(partition, other.partition) : byTopic;
        return byPartition == 0 ? Long.compare(offset, other.offset) : byPartition;
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
