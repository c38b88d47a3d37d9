package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.Urgency;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the outside of a record says, without decoding it.
 *
 * @param partition where it came from
 * @param offset position in the partition
 * @param origin where it stood first
 * @param jobId the key, if it is an id
 * @param run run of the job, if a header says so
 * @param tenant owner, if a header says so
 * @param urgency class, if a header says so; else normal
 * @param tries how often it was taken up
 * @param due not to be taken up before; long past for a record that needn't wait
 * @param bytes size of key, value and headers
 * @param trace span of this delivery, in the trace that the record continues
 */
public record Envelope(
        Partition partition,
        long offset,
        Origin origin,
        Optional<UUID> jobId,
        Optional<Integer> run,
        Optional<String> tenant,
        Urgency urgency,
        Tries tries,
        Instant due,
        int bytes,
        Trace trace) {

    /** The same record, to be taken up again in its place. */
    public Envelope again(Tries next, Instant itsDue, Trace span) {
        return new Envelope(partition, offset, origin, jobId, run, tenant, urgency, next, itsDue, bytes, span);
    }

    Work work() {
        return new Work(origin, tries.attempt(), tries.postponements());
    }

    boolean isOf(UUID job) {
        return jobId.filter(job::equals).isPresent();
    }

    /** Whether it belongs to the runs of the job up to and including {@code last}; false if it does not say its run. */
    boolean isOf(UUID job, int last) {
        return isOf(job) && run.filter(its -> its <= last).isPresent();
    }

    boolean isUpTo(Partition itsPartition, long last) {
        return offset <= last && partition.equals(itsPartition);
    }

    /** For logs: "rushes.split-3@1201". */
    public String place() {
        return partition + "@" + offset;
    }
}
