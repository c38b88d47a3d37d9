package dev.rushes.runtime.kafka;

import dev.rushes.events.JobEvent;
import java.time.Instant;

/**
 * One record of {@code rushes.events}.
 *
 * @param partition partition of the topic; all events of a job are in the same one, in order
 * @param offset position in the partition; grows, with gaps
 * @param timestamp when the producer sent it
 * @param content the event, or why it can not be read
 */
public record EventRecord(int partition, long offset, Instant timestamp, Content content) {

    /** What is in the record. */
    public sealed interface Content {

        /** An event. */
        record Readable(JobEvent event) implements Content {}

        /** Bytes that are no event. The log goes on; the reader decides whether to count or to show it. */
        record Unreadable(String why) implements Content {}
    }
}
