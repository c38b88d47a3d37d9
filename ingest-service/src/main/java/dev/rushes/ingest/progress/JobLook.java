package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.domain.Job;
import java.util.List;

/** A look at the ledger for all of an instance's streams of a job. What is the same for all of them is written once. */
sealed interface JobLook {

    /** Why somebody looked. */
    enum Cause {
        /** The job has changed, a moment ago. */
        CHANGE,
        /** It has changed, and time enough has passed to tell its progress again. */
        PAUSE,
        /** Nothing has happened for long. */
        SILENCE
    }

    /** There is no such job any more. */
    record Gone() implements JobLook {}

    /**
     * The job as it stands.
     *
     * @param after of what came behind this line, {@code lines} has all up to the job's version
     * @param standing its state and progress, written
     */
    record Stands(Cause cause, Job job, long after, List<Line> lines, byte[] standing) implements JobLook {

        /** The same, at another time. */
        Stands at(Cause other) {
            return new Stands(other, job, after, lines, standing);
        }
    }

    /** A line of the job's log, written. */
    record Line(long sequence, byte[] bytes) {}
}
