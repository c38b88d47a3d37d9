package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.ProgressModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one client has seen, and what it must see next. Fed with looks at the ledger, answers with frames. Not thread-safe: one look at a time.
 */
final class StreamPosition {
    /** Lines that are replayed at most; a client that missed more gets a snapshot. */
    static final int REPLAY_LIMIT = 500;

    /** What a client shows beside the log. */
    private record Shown(int run, JobState state, ProgressModel progress) {}

    private OptionalLong seen;
    private Optional<Shown> shown = Optional.empty();

    private StreamPosition(OptionalLong seen) {
        this.seen = seen;
    }

    /** A client that knows nothing. */
    static StreamPosition fresh() {
        return new StreamPosition(OptionalLong.empty());
    }

    /** A client that has seen the log up to a line. */
    static StreamPosition after(long sequence) {
        return new StreamPosition(OptionalLong.of(sequence));
    }

    /** The first line that the client needs to be told, if it can be told by lines. */
    OptionalLong replayAfter(Job job) {
        if (seen.isEmpty() || seen.getAsLong() > job.version() || job.version() - seen.getAsLong() > REPLAY_LIMIT) {
            return OptionalLong.empty();
        }
        return seen;
    }

    /**
     * The frames that bring the client up to date.
     *
     * @param job the job as it stands
     * @param missed lines after {@link #replayAfter}; those above the job's version are left for the next look
     */
    List<Frame> frames(Job job, List<Ledger.Entry> missed) {
        List<Frame> frames = new ArrayList<>();
        if (replayAfter(job).isEmpty()) {
            if (seen.isPresent()) {
                frames.add(
                        new Frame.Reset("What happened since " + seen.getAsLong() + " can not be told line by line."));
            }
            frames.add(new Frame.Snapshot(job));
        } else {
            missed.stream()
                    .filter(entry -> entry.sequence() <= job.version())
                    .map(Frame.News::new)
                    .forEach(frames::add);
        }
        Shown now = new Shown(job.run(), job.state(), job.progress());
        boolean told = frames.stream().anyMatch(Frame.Snapshot.class::isInstance);
        if (job.state().isTerminal()) {
            frames.add(new Frame.End(job));
        } else if (!told && !shown.equals(Optional.of(now))) {
            frames.add(new Frame.Standing(job));
        }
        seen = OptionalLong.of(job.version());
        shown = Optional.of(now);
        return frames;
    }
}
