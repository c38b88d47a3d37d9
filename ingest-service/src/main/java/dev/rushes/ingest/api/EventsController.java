package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.progress.Frame;
import dev.rushes.ingest.progress.ProgressStreams;
import dev.rushes.ingest.progress.ProgressStreams.Opening;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Progress of a job as server-sent events.
 *
 * <p>{@code snapshot} (with id): the job. {@code event} (with id): the next line of its log. {@code progress} (without id): state and progress in
 * full. {@code reset}: forget what you know, a snapshot follows. {@code end}: the job as it ended; the stream is over, and a reconnect gets 204.
 * An id is the number of the last line that the client has then seen; frames without an id leave the client's position alone.
 */
@RestController
final class EventsController {
    /** A position that no job has: the client gets a reset. */
    private static final long NONSENSE = Long.MAX_VALUE;

    private final ProgressStreams streams;
    private final ApiSettings settings;
    private final Clock clock;

    EventsController(ProgressStreams streams, ApiSettings settings, Clock clock) {
        this.streams = streams;
        this.settings = settings;
        this.clock = clock;
    }

    /** State and progress, without the rest of the job. */
    record Standing(JobState state, int run, JobView.Progress progress) {}

    @GetMapping(Addresses.BASE + "/jobs/{id}/events")
    Mono<ResponseEntity<Flux<ServerSentEvent<Object>>>> events(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) Optional<String> header,
            @RequestParam(name = "lastEventId", required = false) Optional<String> parameter) {
        return streams.open(Caller.TENANT, Caller.jobId(id), position(header.or(() -> parameter)))
                .map(this::answer);
    }

    private ResponseEntity<Flux<ServerSentEvent<Object>>> answer(Opening opening) {
        return switch (opening) {
            case Opening.Live live ->
                ResponseEntity.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .header("Cache-Control", "no-store, no-transform")
                        .header("X-Accel-Buffering", "no")
                        .body(live.frames().map(this::event));
            case Opening.Over _ -> ResponseEntity.noContent().build();
            case Opening.Unknown _ -> throw ApiProblem.noSuchJob();
            case Opening.Full _ ->
                throw ApiProblem.unavailable(
                        "STREAMS_EXHAUSTED",
                        "Expected to open a progress stream, but this instance serves as many as it may. Ask again in a moment.",
                        settings.retryAfter());
        };
    }

    private ServerSentEvent<Object> event(Frame frame) {
        return switch (frame) {
            case Frame.Snapshot snapshot -> numbered("snapshot", snapshot.job().version(), view(snapshot.job()));
            case Frame.News news -> numbered("event", news.entry().sequence(), LogLine.of(news.entry()));
            case Frame.Standing standing -> plain("progress", standing(standing.job()));
            case Frame.Reset reset -> plain("reset", Map.of("reason", reset.why()));
            case Frame.End end -> plain("end", view(end.job()));
            case Frame.Heartbeat _ ->
                ServerSentEvent.builder().comment("still here").build();
        };
    }

    private JobView view(Job job) {
        return JobView.of(job, clock.instant());
    }

    private Standing standing(Job job) {
        return new Standing(job.state(), job.run(), JobView.progress(job, clock.instant()));
    }

    private static ServerSentEvent<Object> numbered(String name, long id, Object data) {
        return ServerSentEvent.builder(data).event(name).id(Long.toString(id)).build();
    }

    private static ServerSentEvent<Object> plain(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }

    private static OptionalLong position(Optional<String> text) {
        if (text.isEmpty() || text.get().isBlank()) {
            return OptionalLong.empty();
        }
        return text.get().strip().matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text.get().strip()))
                : OptionalLong.of(NONSENSE);
    }
}
