package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;

/**
 * One message of a progress stream. Only {@link Snapshot} and {@link News} bear a number: the number of the last line of the job's log that the
 * client has then seen, which is what it sends back as {@code Last-Event-ID}. {@link Standing} bears none, so it moves no position.
 */
public sealed interface Frame {

    /** The job as it stands; first frame of a new stream, and first after a {@link Reset}. */
    record Snapshot(Job job) implements Frame {}

    /** The next line of the job's log. */
    record News(Ledger.Entry entry) implements Frame {}

    /** State and progress changed; carries both in full, so that any of these may be missed. */
    record Standing(Job job) implements Frame {}

    /** What the client missed is too much, or its position makes no sense: forget everything, a snapshot follows. */
    record Reset(String why) implements Frame {}

    /** The run is over; the stream ends with this frame. */
    record End(Job job) implements Frame {}

    /** Nothing new, but still here. */
    record Heartbeat() implements Frame {}
}
