package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.progress.Frame;
import dev.rushes.ingest.progress.FrameText;
import dev.rushes.ingest.retention.domain.TermsBook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Frames of a job's stream as server-sent events. */
final class FrameJson implements FrameText {
    private final JsonMapper json;
    private final TermsBook terms;
    private final Clock clock;

    FrameJson(JsonMapper json, TermsBook terms, Clock clock) {
        this.json = json;
        this.terms = terms;
        this.clock = clock;
    }

    /** State and progress, without the rest of the job. */
    record Standing(JobState state, int run, JobView.Progress progress) {}

    @Override
    public byte[] of(Frame frame) {
        String text =
                switch (frame) {
                    case Frame.Snapshot snapshot ->
                        "id:" + snapshot.job().version() + "\n" + event("snapshot", view(snapshot.job()));
                    case Frame.News news ->
                        "id:" + news.entry().sequence() + "\n" + event("event", LogLine.of(news.entry()));
                    case Frame.Standing standing -> event("progress", standing(standing.job()));
                    case Frame.Reset reset -> event("reset", Map.of("reason", reset.why()));
                    case Frame.End end -> event("end", view(end.job()));
                    case Frame.Heartbeat _ -> ":still here\n\n";
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String event(String name, Object data) {
        return StreamAnswers.event(name, data, json);
    }

    private JobView view(Job job) {
        return JobView.of(job, clock.instant(), terms);
    }

    private Standing standing(Job job) {
        return new Standing(job.state(), job.run(), JobView.progress(job, clock.instant()));
    }
}
