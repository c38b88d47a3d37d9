package dev.rushes.runtime.engine;

import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** One record on its way through a stage. */
public interface Delivery {

    Envelope envelope();

    /**
     * Reads the bytes. May block.
     *
     * @throws UnreadableRecord if they can never be read
     * @throws RuntimeException anything else: not now
     */
    SpecificRecord decode();

    /** Whether the one who had the record before may have died of it: then its start is told before it begins. */
    default boolean careful() {
        return false;
    }

    /**
     * How long ago its source last heard from the broker. Until it has heard again, nobody here knows whether the record belongs to somebody else by
     * now: the process may have been frozen.
     */
    default Duration silence() {
        return Duration.ZERO;
    }

    /** When it was written where it stands; long ago if nobody knows. */
    default Instant written() {
        return Instant.EPOCH;
    }

    /**
     * Leaves the record where it stands: its source forgets that it has handed it in, and hands it in again after so long.
     *
     * @return false if it can't: then nothing has changed
     */
    default boolean shelve(Duration rest) {
        return false;
    }

    /** The same record, to be taken up again in its place. */
    Delivery again(Tries next, Instant due);

    /** The record is dealt with and need not come again. To say so late, or twice, changes nothing. Never blocks. */
    void finish();
}
