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

    /** A record that could not be read this time: the registry is away, or something went wrong that nobody has a name for. */
    record Unread<I>(Delivery delivery, Optional<JobTicket> ticket, Failure why, Throwable cause, Trace trace)
            implements Taken<I> {

        Optional<Moment> moment(Instant now) {
            return Taken.moment(delivery.envelope(), ticket, trace, now);
        }
    }

    /** A record that means nothing to the stage, and never will. */
    record Unreadable<I>(
            Delivery delivery, Optional<JobTicket> ticket, Failure why, Optional<Throwable> cause, Trace trace)
            implements Taken<I> {

        Optional<Moment> moment(Instant now) {
            return Taken.moment(delivery.envelope(), ticket, trace, now);
        }
    }

    /** What is known of the job of a record that is not read: its ticket, or its key and headers. */
    private static Optional<Moment> moment(Envelope envelope, Optional<JobTicket> known, Trace trace, Instant now) {
        int attempt = envelope.tries().attempt();
        String traceId = trace.traceId();
        return known.map(ticket -> Moment.of(ticket, Optional.empty(), attempt, traceId, now))
                .or(() -> envelope.jobId()
                        .map(job -> new Moment(
                                job,
                                envelope.tenant().orElse("default"),
                                envelope.run().orElse(1),
                                Optional.empty(),
                                attempt,
                                traceId,
                                now)));
    }
}
