package dev.rushes.runtime.engine;

import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;

/** One record on its way through a stage. */
public interface Delivery {

    Envelope envelope();

    /**
     * Reads the bytes. May block: subscribe on a worker.
     *
     * @return the record; {@link UnreadableRecord} if it can never be read, any other error if it can't be read now
     */
    Mono<SpecificRecord> decode();

    /** The record is dealt with and need not come again. To say so late, or twice, changes nothing. Never blocks. */
    void finish();
}
