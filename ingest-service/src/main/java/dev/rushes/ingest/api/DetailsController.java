package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.links.DownloadName;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a job's pages show in detail: its log and its chunks. */
@RestController
@RequestMapping(Addresses.JOBS + "/{id}")
final class DetailsController {
    private static final Map<String, Track> TRACKS = Map.of("video", Track.VIDEO, "audio", Track.AUDIO);

    private final JobDesk desk;
    private final Keeping keeping;
    private final Ledger ledger;
    private final ChunkRetry chunks;
    private final SignedLinks links;
    private final ApiSettings settings;

    DetailsController(
            JobDesk desk, Keeping keeping, Ledger ledger, ChunkRetry chunks, SignedLinks links, ApiSettings settings) {
        this.keeping = keeping;
        this.chunks = chunks;
        this.desk = desk;
        this.ledger = ledger;
        this.links = links;
        this.settings = settings;
    }

    /** @param next pass it as {@code after} for the next page; absent at the end of what there is */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Log(List<LogLine> entries, OptionalLong next) {}

    /**
     * A chunk; what has not been found out yet is absent. Status is STORED, or how the analysis ended. A chunk whose time is over has no links.
     *
     * @param href signed link that a browser plays
     * @param download signed link that a browser saves
     * @param expiresAt when both end; ask for new ones then
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ChunkView(
            String track,
            int index,
            double start,
            double duration,
            Optional<Long> size,
            String status,
            Optional<String> problem,
            Optional<String> href,
            Optional<String> download,
            Optional<Instant> expiresAt) {

        static ChunkView of(Section.Chunk chunk, Optional<SignedLinks.Pair> links) {
            return new ChunkView(
                    chunk.track().name().toLowerCase(Locale.ROOT),
                    chunk.index(),
                    JobView.seconds(chunk.start()),
                    JobView.seconds(chunk.duration()),
                    chunk.object().map(object -> object.size()),
                    chunk.status().orElse("STORED"),
                    chunk.problem(),
                    links.map(SignedLinks.Pair::href),
                    links.map(SignedLinks.Pair::download),
                    links.map(SignedLinks.Pair::expiresAt));
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
        return page(caller, id, parameters)
                .map(page -> NextPage.answer(request, page, parameter("offset", page.next())));
    }

    private Mono<Chunks> page(Caller caller, String id, MultiValueMap<String, String> parameters) {
        UUID job = Addresses.jobId(id);
        Form form = Form.ofParameters(parameters);
        form.only("offset", "limit");
        int offset = form.wholeNumber("offset", 0, Integer.MAX_VALUE).orElse(0);
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(settings.pageSize());
        form.check();
        return desk.find(caller, job)
                .zipWhen(_ -> keeping.gone(caller.tenant(), job))
                .flatMap(found -> ledger.chunks(caller.tenant(), job, offset, limit + 1)
                        .map(chunk -> view(found.getT1(), found.getT2(), chunk))
                        .collectList())
                .map(found -> found.size() > limit
                        ? new Chunks(found.subList(0, limit), OptionalLong.of((long) offset + limit))
                        : new Chunks(found, OptionalLong.empty()));
    }

    private static Optional<Map<String, String>> parameter(String name, OptionalLong value) {
        return value.isPresent() ? Optional.of(Map.of(name, Long.toString(value.getAsLong()))) : Optional.empty();
    }

    /** New links to the same chunks, for who kept the old ones until they ended. */
    @PostMapping("/chunks/refresh")
    Mono<ResponseEntity<Chunks>> refresh(
            Caller caller, @PathVariable String id, @RequestParam MultiValueMap<String, String> parameters) {
        return page(caller, id, parameters)
                .delayUntil(_ -> keeping.gone(caller.tenant(), Addresses.jobId(id))
                        .filter(Expiries.Gone::workFiles)
                        .flatMap(_ -> Mono.<Void>error(ApiProblem.chunksExpired())))
                .map(page -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(page));
    }

    /** Analyzes a chunk anew that ended as a gap, that the job failed with, or that a model could not be asked about to the end. */
    @PostMapping("/chunks/{index}/retry")
    Mono<ResponseEntity<Accepted>> retry(
            Caller caller,
            @PathVariable String id,
            @PathVariable String index,
            @RequestParam MultiValueMap<String, String> parameters) {
        UUID job = Addresses.jobId(id);
        Form form = Form.ofParameters(parameters);
        form.only("track");
        Track track = form.oneOf("track", TRACKS).orElse(Track.VIDEO);
        form.check();
        return chunks.retry(caller, job, new ChunkRetry.Which(track, number(index)))
                .map(Accepted::answer);
    }

    /** What is no number is the number of no chunk. */
    private static int number(String index) {
        return index.matches("[0-9]{1,9}") ? Integer.parseInt(index) : -1;
    }

    private ChunkView view(Job job, Expiries.Gone gone, Section.Chunk chunk) {
        return ChunkView.of(
                chunk,
                chunk.object()
                        .filter(_ -> !gone.workFiles())
                        .map(object -> links.to(job.tenant(), object.key(), object.contentType(), name(job, object))));
    }

    private static String name(Job job, StoredObject object) {
        String file = object.key().substring(object.key().lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        Optional<String> footage =
                job.request().flatMap(request -> request.source().filename());
        return dot < 0
                ? DownloadName.of(footage, file, "bin")
                : DownloadName.of(footage, file.substring(0, dot), file.substring(dot + 1));
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
