package dev.rushes.ingest.api;

import dev.rushes.ingest.links.ByteRange;
import dev.rushes.ingest.links.DownloadName;
import dev.rushes.ingest.links.Grant;
import dev.rushes.ingest.links.LinkSigner;
import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Objects behind signed links, whole or in ranges. What is sent can't act as a page of this host, whatever its bytes are. */
@RestController
final class FilesController {
    private static final Set<String> SHOWN = Set.of("video/mp4", "video/webm", "image/gif");
    private static final Pattern HARMLESS = Pattern.compile(
            "(video|audio)/[a-z0-9.+-]{1,60}|image/(gif|jpeg|png)|text/vtt|application/(json|x-subrip|vnd\\.opentimelineio\\+json)");

    private final LinkSigner signer;
    private final ObjectStore store;
    private final Keeping keeping;
    private final Optional<DirectLinks> direct;

    /**
     * @param direct where to send those who may have an object; empty to send the bytes from here
     */
    FilesController(LinkSigner signer, ObjectStore store, Keeping keeping, Optional<DirectLinks> direct) {
        this.signer = signer;
        this.store = store;
        this.keeping = keeping;
        this.direct = direct;
    }

    @RequestMapping(
            path = Addresses.FILES + "**",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    Mono<Void> file(ServerWebExchange exchange) {
        LinkSigner.Verdict.Good good = good(exchange.getRequest());
        Grant grant = good.grant();
        return store.find(grant.key())
                .flatMap(found -> found.map(Mono::just).orElseGet(() -> missing(grant)))
                .flatMap(object -> direct.isPresent()
                        ? redirect(exchange, direct.get().to(object, download(good)))
                        : answer(exchange, grant, object));
    }

    private Mono<StoredObject> missing(Grant grant) {
        return keeping.hasExpired(grant.key())
                .flatMap(expired -> Mono.error(
                        expired
                                ? ApiProblem.fileExpired()
                                : ApiProblem.of(
                                        HttpStatus.NOT_FOUND,
                                        "FILE_MISSING",
                                        "Expected the file behind this link, but it is not there any more.")));
    }

    private static DirectLinks.Download download(LinkSigner.Verdict.Good good) {
        Grant grant = good.grant();
        return new DirectLinks.Download(
                contentType(grant), DownloadName.header(disposition(grant), grant.filename()), good.expires());
    }

    private static Mono<Void> redirect(ServerWebExchange exchange, URI target) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.TEMPORARY_REDIRECT);
        response.getHeaders().setLocation(target);
        response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
        return response.setComplete();
    }

    /** The link as it was sent: a second spelling, a query or a parameter makes it another, bad one. */
    private LinkSigner.Verdict.Good good(ServerHttpRequest request) {
        String raw = request.getURI().getRawPath();
        int begin = raw.indexOf(Addresses.FILES);
        String token = begin < 0 ? "" : raw.substring(begin + Addresses.FILES.length());
        if (request.getURI().getRawQuery() != null) {
            throw forged();
        }
        return switch (signer.verify(token)) {
            case LinkSigner.Verdict.Good good -> good;
            case LinkSigner.Verdict.Expired _ ->
                throw ApiProblem.of(
                        HttpStatus.FORBIDDEN,
                        "LINK_EXPIRED",
                        "Expected a link that is still good, but its time is over. Ask the job for a new one.");
            case LinkSigner.Verdict.Forged _ -> throw forged();
        };
    }

    private static ApiProblem forged() {
        return ApiProblem.of(
                HttpStatus.FORBIDDEN,
                "LINK_INVALID",
                "Expected a link from this installation, but this is none. Ask the job for a new one.");
    }

    private Mono<Void> answer(ServerWebExchange exchange, Grant grant, StoredObject object) {
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        String tag = '"' + object.sha256() + '"';
        headers(response.getHeaders(), grant, tag);
        if (header(request, HttpHeaders.IF_NONE_MATCH)
                .filter(tags -> tags.equals("*") || tags.contains(tag))
                .isPresent()) {
            response.setStatusCode(HttpStatus.NOT_MODIFIED);
            return response.setComplete();
        }
        boolean sameBytes =
                header(request, HttpHeaders.IF_RANGE).map(tag::equals).orElse(true);
        Optional<String> range = sameBytes && request.getMethod() == HttpMethod.GET
                ? header(request, HttpHeaders.RANGE)
                : Optional.empty();
        return switch (ByteRange.of(range, object.size())) {
            case ByteRange.Whole _ -> send(exchange, object, new ByteRange.Part(0, object.size() - 1));
            case ByteRange.Part part -> {
                response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
                response.getHeaders()
                        .set(
                                HttpHeaders.CONTENT_RANGE,
                                "bytes " + part.first() + "-" + part.last() + "/" + object.size());
                yield send(exchange, object, part);
            }
            case ByteRange.Unsatisfiable _ -> Mono.error(ApiProblem.rangeBehind(object.size()));
        };
    }

    private Mono<Void> send(ServerWebExchange exchange, StoredObject object, ByteRange.Part part) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().setContentLength(part.length());
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD || part.length() == 0) {
            return response.setComplete();
        }
        Flux<ByteBuffer> bytes = store.read(object, part.first(), part.length());
        Flux<DataBuffer> body = bytes.map(buffer -> response.bufferFactory().wrap(buffer));
        return response.writeWith(body);
    }

    private static void headers(HttpHeaders headers, Grant grant, String tag) {
        headers.set(HttpHeaders.CONTENT_TYPE, contentType(grant));
        headers.set(HttpHeaders.CONTENT_DISPOSITION, DownloadName.header(disposition(grant), grant.filename()));
        headers.set(
                "Content-Security-Policy",
                "sandbox; default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set(HttpHeaders.CACHE_CONTROL, "private, max-age=600");
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.setETag(tag);
    }

    /** What no browser takes for a page. */
    private static String contentType(Grant grant) {
        return HARMLESS.matcher(grant.contentType()).matches()
                ? grant.contentType()
                : MediaType.APPLICATION_OCTET_STREAM_VALUE;
    }

    private static Grant.Disposition disposition(Grant grant) {
        boolean shown = grant.disposition() == Grant.Disposition.INLINE && SHOWN.contains(grant.contentType());
        return shown ? Grant.Disposition.INLINE : Grant.Disposition.ATTACHMENT;
    }

    private static Optional<String> header(ServerHttpRequest request, String name) {
        return Optional.ofNullable(request.getHeaders().getFirst(name));
    }
}
