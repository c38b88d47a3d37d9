package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Section;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a job's pages show in detail: its log and its chunks. */
@RestController
@RequestMapping(Addresses.BASE + "/jobs/{id}")
final class DetailsController {
    private final JobDesk desk;
    private final Ledger ledger;
    private final ApiSettings settings;

    DetailsController(JobDesk desk, Ledger ledger, ApiSettings settings) {
        this.desk = desk;
        this.ledger = ledger;
        this.settings = settings;
    }

    /** @param next pass it as {@code after} for the next page; absent at the end of what there is */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Log(List<LogLine> entries, OptionalLong next) {}

    /** A chunk; what has not been found out yet is absent. Status is STORED, or how the analysis ended. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ChunkView(
            String track,
            int index,
            double start,
            double duration,
            Optional<Long> size,
            String status,
            Optional<String> problem) {

        static ChunkView of(Section.Chunk chunk) {
            return new ChunkView(
                    chunk.track().name().toLowerCase(Locale.ROOT),
                    chunk.index(),
                    JobView.seconds(chunk.start()),
                    JobView.seconds(chunk.duration()),
                    chunk.object().map(object -> object.size()),
                    chunk.status().orElse("STORED"),
                    chunk.problem());
        }
    }

    /** @param next pass it as {@code offset} for the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Chunks(List<ChunkView> chunks, OptionalLong next) {}

    @GetMapping(path = "/logs", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Log>> log(
            Caller caller,
            ServerHttpRequest request,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> parameters) {
        return lines(caller, Addresses.jobId(id), parameters).collectList().map(found -> {
            int limit = limit(parameters);
            boolean more = found.size() > limit;
            List<LogLine> page = more ? found.subList(0, limit) : found;
            OptionalLong next = more ? OptionalLong.of(page.getLast().seq()) : OptionalLong.empty();
            return NextPage.answer(request, new Log(page, next), parameter("after", next));
        });
    }

    /** The same page as text, one line each. */
    @GetMapping(path = "/logs", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    Mono<String> text(Caller caller, @PathVariable String id, @RequestParam MultiValueMap<String, String> parameters) {
        return lines(caller, Addresses.jobId(id), parameters)
                .take(limit(parameters))
                .map(LogLine::text)
                .collect(StringBuilder::new, StringBuilder::append)
                .map(StringBuilder::toString);
    }

    @GetMapping("/chunks")
    Mono<ResponseEntity<Chunks>> chunks(
            Caller caller,
            ServerHttpRequest request,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> parameters) {
        UUID job = Addresses.jobId(id);
        Form form = Form.ofParameters(parameters);
        form.only("offset", "limit");
        int offset = form.wholeNumber("offset", 0, Integer.MAX_VALUE).orElse(0);
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(settings.pageSize());
        form.check();
        return desk.find(caller, job)
                .thenMany(ledger.chunks(caller.tenant(), job, offset, limit + 1))
                .map(ChunkView::of)
                .collectList()
                .map(found -> found.size() > limit
                        ? new Chunks(found.subList(0, limit), OptionalLong.of((long) offset + limit))
                        : new Chunks(found, OptionalLong.empty()))
                .map(page -> NextPage.answer(request, page, parameter("offset", page.next())));
    }

    private static Optional<Map<String, String>> parameter(String name, OptionalLong value) {
        return value.isPresent() ? Optional.of(Map.of(name, Long.toString(value.getAsLong()))) : Optional.empty();
    }

    private Flux<LogLine> lines(Caller caller, UUID job, MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        form.only("after", "limit");
        int after = form.wholeNumber("after", 0, Integer.MAX_VALUE).orElse(0);
        Optional<Integer> _ = form.wholeNumber("limit", 1, settings.pageSize());
        form.check();
        return desk.find(caller, job)
                .thenMany(ledger.entries(caller.tenant(), job, after, limit(parameters) + 1))
                .map(LogLine::of);
    }

    private int limit(MultiValueMap<String, String> parameters) {
        return Form.ofParameters(parameters)
                .wholeNumber("limit", 1, settings.pageSize())
                .orElse(settings.pageSize());
    }
}
