package dev.rushes.runtime.rules;

/**
 * How much a stage takes in ahead of its workers. At a limit the partition (or, at a total, every partition) is paused; what one poll had
 * already fetched is still taken.
 *
 * @param records most records in the window, from all partitions
 * @param bytes most bytes of keys, values and headers in the window, from all partitions
 * @param recordsPerPartition most records of one partition, so that one can't keep the others out
 * @param bytesPerPartition most bytes of one partition
 */
public record WindowLimits(int records, long bytes, int recordsPerPartition, long bytesPerPartition) {
    public WindowLimits {
        if (records < 1 || bytes < 1 || recordsPerPartition < 1 || bytesPerPartition < 1) {
            throw new IllegalArgumentException("Expected limits of at least 1, but got records " + records + ", bytes "
                    + bytes + ", records per partition " + recordsPerPartition + ", bytes per partition "
                    + bytesPerPartition);
        }
    }
}
