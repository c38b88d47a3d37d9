package dev.rushes.runtime.engine;

/** The door through which a source hands in records. None of the methods blocks. */
public interface Intake {

    /** Takes a record in, even if its lane is full: it has been fetched already. */
    void admit(Delivery delivery);

    /** Whether the lane must wait: nothing more may be fetched from it for now. */
    boolean full(Lane lane);

    /** The lane belongs to somebody else now: drops what waits. What runs, runs on; its results are repeats for the new owner. */
    void forget(Lane lane);
}
