package dev.rushes.runtime.engine;

/** Where a record stood before its first return; the same for all its tries. */
public record Origin(String topic, int partition, long offset) {
    /** The golden ratio of 2^64 (Knuth's multiplicative hashing): near offsets get far apart. */
    private static final long FAR_APART = 0x9E37_79B9_7F4A_7C15L;

    /** Partitions of a topic grow at a like pace. A record's own hash, a sum with small factors, is the same for offset 31 of one and offset 0 of the next. */
    @Override
    public int hashCode() {
        return topic.hashCode() ^ Long.hashCode(offset * FAR_APART + partition);
    }
}
