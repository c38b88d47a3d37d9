package dev.rushes.runtime.wire;

import dev.rushes.events.JobEvent;
import dev.rushes.runtime.stage.JobTicket;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Translates between the records on a stage's topics and the values that the stage knows.
 *
 * @param <I> what the stage takes
 * @param <O> the facts that it gives
 */
public interface StageWire<I, O> {

    /** The job that a record on the stage's topic belongs to. The default reads the {@code job} section that every fact has. */
    default JobTicket ticket(SpecificRecord record) {
        return JobWire.ticketOf(record);
    }

    /**
     * The input that a record stands for.
     *
     * @throws IllegalArgumentException if the record can not mean anything to this stage; it is dead-lettered with this message. So it is after an
     *     {@link ArithmeticException} or {@link java.time.DateTimeException}, which say that values do not fit. Any other error counts as a fault of the
     *     program: a failed try, dead-lettered when the tries are used up
     */
    I read(SpecificRecord record);

    /** Name of the unit of work inside the stage, such as "video-00003"; empty where a job has a single unit in this stage. */
    default Optional<String> unit(I input) {
        return Optional.empty();
    }

    /** The record of a fact. Its identifier must come from {@link Stamp#eventId}, so that repeats can be told. */
    SpecificRecord write(O fact, Stamp stamp);

    /** Unit that an announced fact completes, such as a chunk of a split; empty for a fact that concludes the stage. */
    default Optional<String> announcedUnit(O fact) {
        return Optional.empty();
    }

    /** Fills the section of the job's event that tells people about the fact (a chunk, the timeline, the films). */
    default void describe(O fact, JobEvent.Builder event) {}
}
