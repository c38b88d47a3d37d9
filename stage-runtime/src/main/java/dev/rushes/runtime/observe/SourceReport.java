package dev.rushes.runtime.observe;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one consumer of an instance reads.
 *
 * @param topic its topic
 * @param member whether it belongs to its group; a member without partitions is idle, and that is fine
 * @param partitions those that it owns
 * @param lag records of these partitions that are not finished
 * @param lagAge since the oldest unfinished record was written
 * @param pollAge since the last poll
 * @param frontierAge for how long the oldest unfinished record has held back a commit
 */
public record SourceReport(
        String topic,
        boolean member,
        SortedSet<Integer> partitions,
        long lag,
        Duration lagAge,
        Duration pollAge,
        Duration frontierAge) {

    public SourceReport {
        partitions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
    }
}
