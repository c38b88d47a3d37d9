package dev.rushes.runtime.engine;

import java.util.List;

/** The door through which a source hands in records. None of the methods blocks. */
public interface Intake {

    /** Takes records in, even if their partitions are full: they have been fetched already. */
    void admit(List<? extends Delivery> deliveries);

    /** Whether the partition must wait: nothing more may be fetched from it for now. */
    boolean full(Partition partition);

    /** The partition belongs to somebody else now: drops what waits. What runs, runs on; its results are repeats for the new owner. */
    void forget(Partition partition);

    /**
     * The records up to that offset have held back the commits of their partition for too long. Those that run, or wait for their time, move to the
     * tail of the retry topic.
     */
    void relieve(Partition partition, long last);
}
