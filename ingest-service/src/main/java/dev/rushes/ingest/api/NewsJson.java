package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.progress.News;
import dev.rushes.ingest.progress.NewsText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** News of a tenant as server-sent events. */
final class NewsJson implements NewsText {
    private final JsonMapper json;
    private final Clock clock;

    NewsJson(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Jobs as they stand. */
    record Standings(List<Standing> jobs, boolean more) {}

    /**
     * How a job stands, without the rest of it.
     *
     * @param seq number of the last line of its log
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Standing(UUID jobId, Optional<String> title, JobState state, int run, long seq, JobView.Progress progress) {}

    /** A line of a job's log. */
    record Line(UUID jobId, @JsonUnwrapped LogLine line) {}

    @Override
    public byte[] of(News news) {
        String event =
                switch (news) {
                    case News.Snapshot snapshot ->
                        event(
                                "snapshot",
                                new Standings(
                                        snapshot.jobs().stream()
                                                .map(this::standing)
                                                .toList(),
                                        snapshot.more()));
                    case News.Line line ->
                        event(
                                "event",
                                new Line(
                                        line.line().jobId(),
                                        LogLine.of(line.line().entry())));
                    case News.Standing standing -> event("progress", standing(standing.job()));
                    case News.Reset reset -> event("reset", Map.of("reason", reset.why()));
                };
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private String event(String name, Object data) {
        return StreamAnswers.event(name, data, json);
    }

    private Standing standing(Job job) {
        return new Standing(
                job.id(),
                job.request().flatMap(Section.Request::title),
                job.state(),
                job.run(),
                job.version(),
                JobView.progress(job, clock.instant()));
    }
}
