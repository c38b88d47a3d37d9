package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.TenantNews;
import dev.rushes.ingest.ledger.domain.Job;
import java.util.List;

/** What a stream of all jobs of a tenant tells. Only {@link Line} is worth a number; all else may be missed. */
public sealed interface News {

    /**
     * How jobs stand: first on a new stream, and after each gap.
     *
     * @param more whether there are more jobs than are told
     */
    record Snapshot(List<Job> jobs, boolean more) implements News {}

    /** The next line of some job's log. */
    record Line(TenantNews.Line line) implements News {}

    /** State and progress of a job, in full. */
    record Standing(Job job) implements News {}

    /** What was missed can not be told line by line: forget everything, a snapshot follows. */
    record Reset(String why) implements News {}
}
