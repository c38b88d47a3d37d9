package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.ProgressModel;
import dev.rushes.ingest.progress.JobLook.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one client has seen, and what it must see next. Fed with looks at the ledger, answers with what is written to the client. Not thread-safe: one
 * look at a time.
 */
final class StreamPosition {
    /** Lines that are replayed at most; a client that missed more gets a snapshot. */
    static final int REPLAY_LIMIT = 500;

    /** What a client shows beside the log. */
    private record Shown(int run, JobState state, ProgressModel progress) {}

    private final FrameText text;
    private OptionalLong seen;
    private Optional<Shown> shown = Optional.empty();

    /** @param seen number of the last line that the client has seen; empty if it knows nothing */
    StreamPosition(FrameText text, OptionalLong seen) {
        this.text = text;
        this.seen = seen;
    }

    /** The line after which the client needs to be told, if it can be told by lines. */
    OptionalLong replayAfter(Job job) {
        if (seen.isEmpty() || seen.getAsLong() > job.version() || job.version() - seen.getAsLong() > REPLAY_LIMIT) {
            return OptionalLong.empty();
        }
        return seen;
    }

    /** What is told of the log before the client is up to date. */
    List<byte[]> tell(List<JobLook.Line> page) {
        seen = OptionalLong.of(page.getLast().sequence());
        return page.stream().map(JobLook.Line::bytes).toList();
    }

    /**
     * What brings the client up to date; it is then where the look is.
     *
     * @param missed lines after {@link #replayAfter}; those above the job's version are left for the next look
     */
    List<byte[]> tell(JobLook.Stands look, List<JobLook.Line> missed) {
        Job job = look.job();
        List<byte[]> frames = new ArrayList<>();
        if (look.cause() == Cause.SILENCE) {
            frames.add(text.of(new Frame.Heartbeat()));
        }
        boolean anew = replayAfter(job).isEmpty();
        if (anew) {
            seen.ifPresent(last -> frames.add(
                    text.of(new Frame.Reset("What happened since " + last + " can not be told line by line."))));
            frames.add(text.of(new Frame.Snapshot(job)));
        } else {
            missed.stream().filter(line -> line.sequence() <= job.version()).forEach(line -> frames.add(line.bytes()));
        }
        seen = OptionalLong.of(job.version());
        Optional<Shown> now = Optional.of(new Shown(job.run(), job.state(), job.progress()));
        boolean due = shown.isEmpty() || look.cause() != Cause.CHANGE;
        if (job.state().isTerminal()) {
            frames.add(text.of(new Frame.End(job)));
        } else if (anew) {
            shown = now;
        } else if (due && !shown.equals(now)) {
            frames.add(look.standing());
            shown = now;
        }
        return frames;
    }
}
