package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What leaves a stage. */
public sealed interface Letter {

    /**
     * A fact, an event or a command.
     *
     * @param topic where it goes
     * @param key job id, or empty for a command that is about no job
     * @param record the fact
     * @param about the job, as far as it is known; goes into headers
     * @param trace trace that it continues
     */
    record Fact(String topic, String key, SpecificRecord record, Optional<JobTicket> about, Trace trace)
            implements Letter {}

    /**
     * The record itself, byte for byte, to be taken up again.
     *
     * @param delivery the record
     * @param stage whose retry topic it goes to
     * @param next which try that will be
     * @param due when
     * @param why what went wrong; empty if nothing did
     * @param about the job, as far as it is known
     * @param partition partition of the retry topic; empty for the one of the same number
     */
    record Again(
            Delivery delivery,
            FlowStage stage,
            Tries next,
            Instant due,
            Optional<Failure> why,
            Optional<JobTicket> about,
            Optional<Integer> partition)
            implements Letter {

        public Again(
                Delivery delivery,
                FlowStage stage,
                Tries next,
                Instant due,
                Optional<Failure> why,
                Optional<JobTicket> about) {
            this(delivery, stage, next, due, why, about, Optional.empty());
        }
    }

    /**
     * The record itself, byte for byte, given up.
     *
     * @param delivery the record
     * @param stage whose dead-letter topic it goes to
     * @param why what went wrong last
     * @param cause the error behind it, if there was one
     * @param about the job, as far as it is known
     */
    record Dead(Delivery delivery, FlowStage stage, Failure why, Optional<Throwable> cause, Optional<JobTicket> about)
            implements Letter {}
}
