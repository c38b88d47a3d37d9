package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
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
    private final JobDesk desk;
    private final Ledger ledger;
    private final WishReader wishes;
    private final ApiSettings settings;
    private final JobDetails details;

    JobsController(JobDesk desk, Ledger ledger, WishReader wishes, ApiSettings settings, JobDetails details) {
        this.desk = desk;
        this.ledger = ledger;
        this.wishes = wishes;
        this.settings = settings;
        this.details = details;
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
                .map(body -> wishes.document(body, caller.tenant()))
                .flatMap(wish -> desk.open(caller, key, wish))
                .map(Accepted::answer);
    }

    @GetMapping
    Mono<ResponseEntity<Page>> list(
            Caller caller, ServerHttpRequest request, @RequestParam MultiValueMap<String, String> parameters) {
        ListReader.Wanted wanted = ListReader.read(parameters, settings.pageSize());
        return ledger.page(caller.tenant(), wanted.listing())
                .map(found -> page(found.jobs(), found.counts(), wanted.limit()))
                .map(page -> NextPage.answer(request, page, page.next().map(next -> Map.of("cursor", next))));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<JobView>> get(Caller caller, @PathVariable String id) {
        return desk.find(caller, Addresses.jobId(id)).flatMap(job -> fresh(ResponseEntity.ok(), job));
    }

    /** A merge patch; with If-Match only if nobody has changed the job since. A job that is not there is told first, whatever the patch. */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<JobView>> amend(
            Caller caller,
            ServerHttpRequest request,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) Optional<String> tag) {
        UUID job = Addresses.jobId(id);
        return desk.find(caller, job)
                .map(before -> PatchReader.onlyAt(tag, JobView.tag(before)))
                .flatMap(onlyAt -> StrictJson.body(request, settings.maxDocument())
                        .map(PatchReader::patch)
                        .flatMap(patch -> desk.amend(caller, job, onlyAt, patch)))
                .flatMap(changed -> fresh(ResponseEntity.ok(), changed));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<JobView>> cancel(Caller caller, @PathVariable String id) {
        return desk.cancel(caller, Addresses.jobId(id)).flatMap(job -> fresh(ResponseEntity.accepted(), job));
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
        return new Page(jobs.stream().map(details::brief).toList(), counts, next);
    }

    private Mono<ResponseEntity<JobView>> fresh(ResponseEntity.BodyBuilder answer, Job job) {
        return details.full(job).map(view -> answer.header("Cache-Control", "no-store")
                .eTag(JobView.tag(job))
                .body(view));
    }
}
