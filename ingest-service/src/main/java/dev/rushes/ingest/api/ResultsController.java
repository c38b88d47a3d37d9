package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.links.DownloadName;
import dev.rushes.ingest.links.Grant.Disposition;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What came out of a job: the cut and the films. */
@RestController
@RequestMapping(Addresses.JOBS + "/{id}")
final class ResultsController {
    static final String OTIO = "application/vnd.opentimelineio+json";

    private final JobDesk desk;
    private final Keeping keeping;
    private final Ledger ledger;
    private final ObjectStore store;
    private final SignedLinks links;
    private final JobDocuments documents;
    private final ApiSettings settings;

    ResultsController(
            JobDesk desk, Keeping keeping, Ledger ledger, ObjectStore store, SignedLinks links, ApiSettings settings) {
        this.desk = desk;
        this.keeping = keeping;
        this.ledger = ledger;
        this.store = store;
        this.links = links;
        this.documents = new JobDocuments(store, links);
        this.settings = settings;
    }

    /**
     * A film.
     *
     * @param href signed link that a browser plays
     * @param download signed link that a browser saves
     * @param expiresAt when both end; ask again for new ones
     */
    record Output(
            String name,
            String format,
            int width,
            int height,
            double duration,
            boolean sound,
            long size,
            String sha256,
            String contentType,
            String filename,
            String href,
            String download,
            Instant expiresAt) {}

    /**
     * @param outputs films; none if the recipe makes none
     * @param documents what is known of the footage, and the cut; none before there is a timeline
     */
    record Outputs(List<Output> outputs, List<JobDocuments.Document> documents) {}

    @GetMapping("/outputs")
    Mono<ResponseEntity<Outputs>> outputs(Caller caller, @PathVariable String id) {
        return there(caller, id)
                .flatMap(job -> ledger.films(job.tenant(), job.id())
                        .map(film -> output(job, film))
                        .collectList()
                        .zipWith(documents.of(job).collectList(), Outputs::new))
                .map(outputs -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(outputs));
    }

    /** Small pictures of the footage for players: WebVTT whose cues are signed links to pictures, which end as the links of {@link #outputs} do. */
    @GetMapping("/storyboard")
    Mono<ResponseEntity<byte[]>> storyboard(Caller caller, @PathVariable String id) {
        return there(caller, id)
                // Its pictures are work files, and go with them.
                .filterWhen(job -> keeping.gone(job.tenant(), job.id()).map(gone -> !gone.workFiles()))
                .flatMap(job ->
                        documents.storyboard(job, (int) settings.maxTimeline().toBytes()))
                .map(vtt -> ResponseEntity.ok()
                        .header(HttpHeaders.CONTENT_TYPE, "text/vtt")
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(vtt))
                .switchIfEmpty(
                        Mono.error(
                                () -> ApiProblem.of(
                                        HttpStatus.NOT_FOUND,
                                        "STORYBOARD_MISSING",
                                        "Expected a storyboard, but the job has none yet, its footage has no pictures, or they have gone with the work files.")));
    }

    /** A job whose outputs have not gone. */
    private Mono<Job> there(Caller caller, String id) {
        return desk.find(caller, Addresses.jobId(id))
                .flatMap(job -> keeping.outputsThere(job).thenReturn(job));
    }

    /** New links to the same results, for who kept the old ones until they ended. */
    @PostMapping("/outputs/refresh")
    Mono<ResponseEntity<Outputs>> refresh(Caller caller, @PathVariable String id) {
        return outputs(caller, id);
    }

    /** The cut: our own document, or the same as OpenTimelineIO with {@code ?format=otio} or an Accept header that names it. */
    @GetMapping("/timeline")
    Mono<ResponseEntity<byte[]>> timeline(
            Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) Optional<String> accept) {
        Form form = Form.ofParameters(parameters);
        form.only("format");
        Optional<Boolean> wanted = form.oneOf("format", java.util.Map.of("json", false, "otio", true));
        form.check();
        boolean otio =
                wanted.orElse(accept.filter(types -> types.contains("opentimelineio") || types.contains("vnd.otio"))
                        .isPresent());
        return there(caller, id).flatMap(job -> {
            Section.Timeline cut = job.timeline()
                    .orElseThrow(() -> ApiProblem.of(
                            HttpStatus.NOT_FOUND,
                            "TIMELINE_MISSING",
                            "Expected a timeline, but the job has not decided on one yet."));
            return otio ? otio(job, cut) : document(cut.timeline()).map(bytes -> json(bytes));
        });
    }

    private Mono<ResponseEntity<byte[]>> otio(Job job, Section.Timeline cut) {
        StoredObject otio = cut.otio()
                .orElseThrow(() -> ApiProblem.of(
                        HttpStatus.NOT_FOUND,
                        "TIMELINE_MISSING",
                        "Expected the timeline as OpenTimelineIO, but this job has none."));
        String name = DownloadName.of(filename(job), "timeline", "otio");
        return document(otio).map(bytes -> ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, OTIO)
                .header(HttpHeaders.CONTENT_DISPOSITION, DownloadName.header(Disposition.ATTACHMENT, name))
                .body(bytes));
    }

    private static ResponseEntity<byte[]> json(byte[] bytes) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .body(bytes);
    }

    private Mono<byte[]> document(StoredObject object) {
        return store.read(object, (int) settings.maxTimeline().toBytes());
    }

    private Output output(Job job, Section.Film film) {
        String extension = film.format().toLowerCase(Locale.ROOT);
        String filename = DownloadName.of(filename(job), film.name(), extension);
        String type = contentType(film.format());
        SignedLinks.Pair links = this.links.to(job.tenant(), film.object().key(), type, filename);
        return new Output(
                film.name(),
                extension,
                film.width(),
                film.height(),
                JobView.seconds(film.duration()),
                film.sound(),
                film.object().size(),
                film.object().sha256(),
                type,
                filename,
                links.href(),
                links.download(),
                links.expiresAt());
    }

    static Optional<String> filename(Job job) {
        return job.request().flatMap(request -> request.source().filename());
    }

    /** Only these are ever shown in place. */
    private static String contentType(String format) {
        return switch (format) {
            case "MP4" -> "video/mp4";
            case "WEBM" -> "video/webm";
            case "GIF" -> "image/gif";
            default -> "application/octet-stream";
        };
    }
}
