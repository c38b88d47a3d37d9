package dev.rushes.ingest.retention.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * How long things are kept, counted from the end of the job's run. Nothing outlives what holds it: work files go with the outputs at the latest,
 * and these with the job.
 *
 * @param work work files of a job that is completed or cancelled
 * @param failedWork the same of a job that failed; as long as its dead letters at least, so that a replay finds what it needs
 * @param outputs films, timeline and footage
 * @param jobs the job itself
 */
public record RetentionTerms(Duration work, Duration failedWork, Duration outputs, Duration jobs) {

    public RetentionTerms {
        if (Stream.of(work, failedWork, outputs, jobs).anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("Expected nothing to be kept for less than no time, but got " + work
                    + ", " + failedWork + ", " + outputs + " and " + jobs);
        }
        outputs = shorter(outputs, jobs);
        work = shorter(work, outputs);
        failedWork = shorter(failedWork, outputs);
    }

    /** When everything of a run goes that ended then. */
    public Expiry of(Instant ended, boolean failed) {
        return new Expiry(ended.plus(failed ? failedWork : work), ended.plus(outputs), ended.plus(jobs));
    }

    /** Runs that ended until then have something that is due. */
    public Instant endedBefore(Expiring what, boolean failed, Instant now) {
        return now.minus(
                switch (what) {
                    case WORK -> failed ? failedWork : work;
                    case OUTPUTS -> outputs;
                    case JOB -> jobs;
                });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
