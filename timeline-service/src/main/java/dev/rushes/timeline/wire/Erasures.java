package dev.rushes.timeline.wire;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.runtime.kafka.EventRecord.Content;
import dev.rushes.timeline.ledger.JobRun;
import java.util.Optional;

/** What the log of events tells of jobs that are to be forgotten. */
public final class Erasures {
    private Erasures() {}

    /** The job and its last run, if it is one; what can't be read is none, the ledger counts it. */
    public static Optional<JobRun> read(EventRecord record) {
        return record.content() instanceof Content.Readable(JobEvent event) && event.getType() == JobEventType.ERASED
                ? Optional.of(new JobRun(event.getJobId(), event.getRun()))
                : Optional.empty();
    }
}
