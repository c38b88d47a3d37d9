package dev.rushes.ingest.tus;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.links.ByteRange;
import dev.rushes.ingest.links.DownloadName;
import dev.rushes.ingest.links.Grant;
import dev.rushes.ingest.tus.domain.Creation;
import dev.rushes.ingest.tus.domain.Headers;
import dev.rushes.ingest.tus.domain.Metadata;
import dev.rushes.ingest.tus.domain.Patch;
import dev.rushes.ingest.tus.domain.Reading;
import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.ingest.tus.domain.UploadHeaders;
import dev.rushes.ingest.tus.domain.UploadId;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The tus protocol: requests into values, answers into headers. */
@RestController
final class TusController {
    /** Addresses of one upload, to be read: what looks different is a signed link. */
    private static final String READ = UploadPaths.ALL + "/{id:" + UploadId.PATTERN + "}";
    /** Addresses of one upload, to be changed: what looks different is not there. */
    private static final String CHANGED = UploadPaths.ALL + "/{id}";

    private final Uploads uploads;
    private final Places places;
    private final ObjectStore objects;
    private final UploadAnswers answers;
    private final long mostBytes;

    TusController(Uploads uploads, Places places, ObjectStore objects, UploadAnswers answers, long mostBytes) {
        this.uploads = uploads;
        this.places = places;
        this.objects = objects;
        this.answers = answers;
        this.mostBytes = mostBytes;
    }

    @PostMapping({UploadPaths.ALL, UploadPaths.ALL + "/"})
    Mono<Void> create(Caller caller, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return UploadRefused.unless(Creation.read(headers(request), UploadPaths.ALL, mostBytes))
                .flatMap(creation -> places.in(
                        client(caller, request), () -> uploads.create(caller.tenant(), creation, request.getBody())))
                .flatMap(upload -> {
                    Map<String, String> told = new LinkedHashMap<>(UploadHeaders.progress(upload, UploadPaths.JOBS));
                    String unused = told.put(HttpHeaders.LOCATION, UploadPaths.of(upload.id()));
                    return answers.success(exchange, 201, told);
                })
                .onErrorResume(error -> answers.error(exchange, error));
    }

    @RequestMapping(path = READ, method = RequestMethod.HEAD)
    Mono<Void> look(Caller caller, @PathVariable UUID id, ServerWebExchange exchange) {
        return uploads.look(caller.tenant(), id)
                .flatMap(upload -> answers.success(exchange, 200, UploadHeaders.all(upload, UploadPaths.JOBS)))
                .onErrorResume(error -> answers.error(exchange, error));
    }

    @PatchMapping(CHANGED)
    Mono<Void> append(Caller caller, @PathVariable String id, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return UploadRefused.unless(Patch.read(headers(request)))
                .flatMap(patch -> places.in(
                        client(caller, request),
                        () -> uploads.append(caller.tenant(), id(id), patch, request.getBody())))
                .flatMap(upload -> answers.success(exchange, 204, UploadHeaders.progress(upload, UploadPaths.JOBS)))
                .onErrorResume(error -> answers.error(exchange, error));
    }

    @DeleteMapping(CHANGED)
    Mono<Void> remove(Caller caller, @PathVariable String id, ServerWebExchange exchange) {
        return Mono.defer(() -> uploads.remove(caller.tenant(), id(id)))
                .then(Mono.defer(() -> answers.success(exchange, 204, Map.of())))
                .onErrorResume(error -> answers.error(exchange, error));
    }

    @GetMapping(READ)
    Mono<Void> read(Caller caller, @PathVariable UUID id, ServerWebExchange exchange) {
        return uploads.open(caller.tenant(), id)
                .flatMap(found -> objects.find(found.object().key())
                        .map(there -> there.orElseThrow(() -> new UploadRefused(Refusal.missing())))
                        .flatMap(object -> send(exchange, found.upload(), object)))
                .onErrorResume(error -> answers.error(exchange, error));
    }

    private static UUID id(String text) {
        return UploadId.read(text).orElseThrow(() -> new UploadRefused(Refusal.missing()));
    }

    private Mono<Void> send(ServerWebExchange exchange, Upload upload, StoredObject object) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
        headers.set(
                HttpHeaders.CONTENT_DISPOSITION, DownloadName.header(Grant.Disposition.ATTACHMENT, filename(upload)));
        headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.setCacheControl("private, no-store");
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.setETag('"' + object.sha256() + '"');
        Optional<String> range =
                Optional.ofNullable(exchange.getRequest().getHeaders().getFirst(HttpHeaders.RANGE));
        return switch (ByteRange.of(range, object.size())) {
            case ByteRange.Whole _ -> bytes(response, object, 0, object.size());
            case ByteRange.Part part -> {
                response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
                headers.set(
                        HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + object.size());
                yield bytes(response, object, part.first(), part.length());
            }
            case ByteRange.Unsatisfiable _ -> {
                headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + object.size());
                yield answers.refuse(
                        exchange,
                        new Refusal(
                                416,
                                "RANGE_UNSATISFIABLE",
                                "Expected a range inside the file, but it has only " + object.size() + " bytes."));
            }
        };
    }

    private Mono<Void> bytes(ServerHttpResponse response, StoredObject object, long from, long length) {
        response.getHeaders().setContentLength(length);
        return length == 0
                ? response.setComplete()
                : response.writeWith(objects.read(object, from, length)
                        .map(buffer -> response.bufferFactory().wrap(buffer)));
    }

    private static String filename(Upload upload) {
        return switch (Metadata.read(Optional.of(upload.metadata()))) {
            case Reading.Good<Metadata>(Metadata metadata) ->
                metadata.value("filename")
                        .or(() -> metadata.value("name"))
                        .map(TusController::harmless)
                        .orElse("upload");
            case Reading.Bad<Metadata> _ -> "upload";
        };
    }

    private static String harmless(String filename) {
        String line = dev.rushes.ingest.domain.CleanText.line(filename, 200).replaceAll("[/\\\\]", "_");
        return line.isEmpty() ? "upload" : line;
    }

    private static Headers headers(ServerHttpRequest request) {
        return new Headers(request.getHeaders().toSingleValueMap());
    }

    private static String client(Caller caller, ServerHttpRequest request) {
        InetSocketAddress address = request.getRemoteAddress();
        return caller.tenant() + " " + (address == null ? "" : address.getHostString());
    }
}
