package dev.rushes.runtime.engine;

import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.Moment;
import java.time.Instant;
import java.util.Optional;

/** A record that has been read, or could not be. */
sealed interface Taken<I> {

    /**
     * A record that means something to the stage.
     *
     * @param trace span of this try; whatever it sends continues it
     */
    record Readable<I>(Delivery delivery, JobTicket ticket, I input, Optional<String> unit, Trace trace)
            implements Taken<I> {

        Tries tries() {
            return delivery.envelope().tries();
        }

        Moment at(Instant now) {
            return Moment.of(ticket, unit, tries().attempt(), trace.traceId(), now);
        }
    }

    /** A record that means nothing to the stage, and never will. */
    record Unreadable<I>(
            Delivery delivery, Optional<JobTicket> ticket, Failure why, Optional<Throwable> cause, Trace trace)
            implements Taken<I> {}
}
