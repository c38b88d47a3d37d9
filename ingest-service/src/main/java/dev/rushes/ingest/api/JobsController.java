package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Jobs: ask for one, list them, look at one, stop it, run it again. */
@RestController
@RequestMapping(Addresses.JOBS)
final class JobsController {
    private static final Map<String, JobState> STATES = Arrays.stream(JobState.values())
            .collect(Collectors.toMap(state -> state.name().toLowerCase(Locale.ROOT), state -> state));

    private final JobDesk desk;
    private final Ledger ledger;
    private final WishReader wishes;
    private final ApiSettings settings;
    private final Clock clock;

    JobsController(JobDesk desk, Ledger ledger, WishReader wishes, ApiSettings settings, Clock clock) {
        this.desk = desk;
        this.ledger = ledger;
        this.wishes = wishes;
        this.settings = settings;
        this.clock = clock;
    }

    /** A page of jobs, newest first. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<JobView> jobs, Map<JobState, Long> counts, Optional<String> next) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Accepted>> create(
            Caller caller,
            ServerHttpRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) Optional<String> key) {
        return StrictJson.body(request, settings.maxDocument())
                .map(wishes::document)
                .flatMap(wish -> desk.newId(caller, key).flatMap(id -> desk.open(caller, id, wish)))
                .map(Accepted::answer);
    }

    @GetMapping
    Mono<Page> list(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        form.only("state", "limit", "cursor");
        Optional<JobState> state = form.oneOf("state", STATES);
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(Math.min(50, settings.pageSize()));
        Optional<Ledger.Position> after = form.text("cursor", 200).map(PageMark::read);
        form.check();
        return ledger.list(caller.tenant(), new Ledger.Listing(state, after, limit + 1))
                .collectList()
                .zipWith(ledger.counts(caller.tenant()), (jobs, counts) -> page(jobs, counts, limit));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<JobView>> get(Caller caller, @PathVariable String id) {
        return desk.find(caller, Addresses.jobId(id)).map(job -> fresh(ResponseEntity.ok(), job));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<JobView>> cancel(Caller caller, @PathVariable String id) {
        return desk.cancel(caller, Addresses.jobId(id)).map(job -> fresh(ResponseEntity.accepted(), job));
    }

    @PostMapping("/{id}/retry")
    Mono<ResponseEntity<Accepted>> retry(
            Caller caller, @PathVariable String id, @RequestParam MultiValueMap<String, String> parameters) {
        UUID job = Addresses.jobId(id);
        Form form = Form.ofParameters(parameters);
        form.only("force");
        boolean force = form.flag("force");
        form.check();
        return desk.retry(caller, job, force).map(Accepted::answer);
    }

    private Page page(List<Job> found, Map<JobState, Long> counts, int limit) {
        List<Job> jobs = found.size() > limit ? found.subList(0, limit) : found;
        Optional<String> next = found.size() > limit
                ? Optional.of(PageMark.write(new Ledger.Position(
                        jobs.getLast().times().created(), jobs.getLast().id())))
                : Optional.empty();
        return new Page(
                jobs.stream().map(job -> JobView.of(job, clock.instant())).toList(), counts, next);
    }

    private ResponseEntity<JobView> fresh(ResponseEntity.BodyBuilder answer, Job job) {
        return answer.header("Cache-Control", "no-store").body(JobView.of(job, clock.instant()));
    }
}
