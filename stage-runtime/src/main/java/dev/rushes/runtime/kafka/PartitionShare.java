package dev.rushes.runtime.kafka;

import java.util.Set;

/** Hears which partitions of its topic a source owns. Never blocks. */
interface PartitionShare {

    /**
     * @param owned numbers of the partitions that are ours from now on
     * @param total how many the topic has
     */
    void changed(Set<Integer> owned, int total);
}
