package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.StreamTokens;
import dev.rushes.ingest.progress.ProgressStreams;
import dev.rushes.ingest.progress.ProgressStreams.Opening;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
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
    private final JobDesk desk;
    private final StreamTokens tokens;
    private final StreamAnswers answers;

    EventsController(ProgressStreams streams, JobDesk desk, StreamTokens tokens, StreamAnswers answers) {
        this.streams = streams;
        this.desk = desk;
        this.tokens = tokens;
        this.answers = answers;
    }

    @GetMapping(Addresses.JOBS + "/{id}/events")
    Mono<Void> events(
            Caller caller,
            ServerHttpResponse response,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) Optional<String> header,
            @RequestParam(name = "lastEventId", required = false) Optional<String> parameter) {
        UUID job = Addresses.jobId(id);
        return streams.open(caller.tenant(), job, position(header.or(() -> parameter)))
                .flatMap(opening -> answer(caller, job, opening, response));
    }

    @PostMapping(Addresses.JOBS + "/{id}/events/token")
    Mono<ResponseEntity<StreamTicket>> token(Caller caller, @PathVariable String id) {
        return desk.find(caller, Addresses.jobId(id))
                .map(job -> StreamTicket.answer(tokens, caller, Addresses.job(job.id()) + "/events"));
    }

    private Mono<Void> answer(Caller caller, UUID job, Opening opening, ServerHttpResponse response) {
        return switch (opening) {
            case Opening.Live live -> answers.send(caller, live.frames(), response);
            case Opening.Over _ -> {
                response.setStatusCode(HttpStatus.NO_CONTENT);
                yield response.setComplete();
            }
            // Whether it has been erased or never was.
            case Opening.Unknown _ -> desk.find(caller, job).then(Mono.error(ApiProblem::noSuchJob));
        };
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
