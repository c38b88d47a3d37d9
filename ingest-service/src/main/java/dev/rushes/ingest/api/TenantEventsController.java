package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.StreamTokens;
import dev.rushes.ingest.progress.NewsPlace;
import dev.rushes.ingest.progress.TenantStreams;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * All jobs of the caller on one stream of server-sent events: a browser has six connections for everything.
 *
 * <p>{@code snapshot} (with id): the jobs under way, or those that were asked for. {@code event} (with id): the next line of a job's log.
 * {@code progress} (without id): state and progress of a job, in full. {@code reset}: forget what you know, a snapshot follows. An id is a place in
 * what this stream tells of the tenant, whatever is left out of it, and good on every instance. There is no end: jobs come.
 */
@RestController
final class TenantEventsController {
    private static final int MOST_JOBS = 50;

    private final TenantStreams streams;
    private final StreamTokens tokens;
    private final StreamAnswers answers;

    TenantEventsController(TenantStreams streams, StreamTokens tokens, StreamAnswers answers) {
        this.streams = streams;
        this.tokens = tokens;
        this.answers = answers;
    }

    @GetMapping(Addresses.EVENTS)
    Mono<Void> events(
            Caller caller,
            ServerHttpResponse response,
            @RequestParam(name = "job", required = false) List<String> jobs,
            @RequestHeader(name = "Last-Event-ID", required = false) Optional<String> header,
            @RequestParam(name = "lastEventId", required = false) Optional<String> parameter) {
        Optional<NewsPlace> place = NewsPlace.parse(header.or(() -> parameter));
        return answers.send(caller, streams.open(caller.tenant(), wanted(jobs), place), response);
    }

    @PostMapping(Addresses.EVENTS + "/token")
    ResponseEntity<StreamTicket> token(Caller caller) {
        return StreamTicket.answer(tokens, caller, Addresses.EVENTS);
    }

    /** A job that is not the caller's is one that nothing is ever told of. */
    private static Set<UUID> wanted(@org.jspecify.annotations.Nullable List<String> jobs) {
        if (jobs == null) {
            return Set.of();
        }
        if (jobs.isEmpty() || jobs.size() > MOST_JOBS) {
            throw ApiProblem.invalid(List.of(new Problem.Fault(
                    "job", "Expected 1 to " + MOST_JOBS + " jobs, but there are " + jobs.size() + ".")));
        }
        return jobs.stream().map(Addresses::jobId).collect(Collectors.toUnmodifiableSet());
    }
}
