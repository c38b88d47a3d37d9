package dev.rushes.ingest.generation.http;

import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.http.Outside;
import dev.rushes.ingest.generation.domain.DownloadRule;
import dev.rushes.ingest.generation.domain.DownloadRule.Hop;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.StoreFailure;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings a finished film into the object store. Redirects are followed by hand, so that the key goes to the service and to nobody else. */
public final class FilmDownload {
    private static final int REDIRECTS = 3;

    private final WebClient client;
    private final GeminiKey key;
    private final DownloadRule rule;
    private final ObjectStore store;
    private final Limits limits;

    /**
     * What a download may take.
     *
     * @param size most bytes
     * @param silence longest wait for the next byte
     * @param time longest time for all of it
     */
    public record Limits(DataSize size, Duration silence, Duration time) {}

    public FilmDownload(WebClient client, GeminiKey key, DownloadRule rule, ObjectStore store, Limits limits) {
        this.client = client;
        this.key = key;
        this.rule = rule;
        this.store = store;
        this.limits = limits;
    }

    /** Why a film could not be fetched. */
    public static final class NotFetched extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        NotFetched(int status, String why) {
            super(why, null, false, false);
            this.status = status;
        }

        /** Whether the service denies it: it may be gone. */
        public boolean isDenied() {
            return status == 403 || status == 404 || status == 410;
        }
    }

    /**
     * Fetches a film.
     *
     * @param name key in the object store
     * @param progress told how many bytes have come
     * @return what is stored; {@link NotFetched} if it could not be fetched, in words for people
     */
    public Mono<StoredObject> fetch(URI film, String name, Consumer<StageProgress> progress) {
        return get(film, REDIRECTS, name, progress)
                .timeout(limits.time())
                .onErrorMap(
                        TimeoutException.class,
                        _ -> new NotFetched(
                                0, "it took longer than " + limits.time().toSeconds() + " s"))
                .onErrorMap(Outside::isFault, _ -> new NotFetched(0, "the connection broke"));
    }

    private Mono<StoredObject> get(URI address, int redirectsLeft, String name, Consumer<StageProgress> progress) {
        Optional<Hop> hop = rule.to(address);
        if (hop.isEmpty()) {
            return Mono.error(new NotFetched(0, "the service names an address that is not its own"));
        }
        WebClient.RequestHeadersSpec<?> request = client.get().uri(hop.get().address());
        WebClient.RequestHeadersSpec<?> signed =
                hop.get().withKey() ? request.header("x-goog-api-key", key.reveal()) : request;
        return signed.exchangeToMono(response -> {
            URI location = response.headers().asHttpHeaders().getLocation();
            if (response.statusCode().is3xxRedirection() && location != null) {
                return response.releaseBody()
                        .then(
                                redirectsLeft > 0
                                        ? Mono.defer(() -> get(
                                                hop.get().address().resolve(location),
                                                redirectsLeft - 1,
                                                name,
                                                progress))
                                        : Mono.error(new NotFetched(0, "the service redirects too often")));
            }
            return keep(response, name, progress);
        });
    }

    private Mono<StoredObject> keep(ClientResponse response, String name, Consumer<StageProgress> progress) {
        int status = response.statusCode().value();
        if (status != 200) {
            return response.releaseBody().then(Mono.error(new NotFetched(status, "the service answers " + status)));
        }
        MediaType type = response.headers().contentType().orElse(MediaType.APPLICATION_OCTET_STREAM);
        if (!type.getType().equals("video") && !type.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)) {
            return response.releaseBody()
                    .then(Mono.error(new NotFetched(
                            0,
                            "the service sends " + type.getType() + "/" + type.getSubtype() + " instead of a film")));
        }
        long announced = response.headers().contentLength().orElse(0);
        AtomicLong received = new AtomicLong();
        Flux<ByteBuffer> bytes = response.bodyToFlux(DataBuffer.class)
                .timeout(limits.silence())
                .map(FilmDownload::copy)
                .doOnNext(buffer -> progress.accept(new StageProgress(
                        received.addAndGet(buffer.remaining()), announced, "bytes", 0, "Fetching the film")))
                // Mapped here, so that the store does not take the service's failure for its own.
                .onErrorMap(error -> new NotFetched(0, "it broke off or fell silent"));
        return store.put(name, bytes, "application/octet-stream", limits.size().toBytes())
                .onErrorMap(
                        FilmDownload::isTooLarge,
                        _ -> new NotFetched(
                                0, "it is larger than " + limits.size().toMegabytes() + " MB"));
    }

    private static boolean isTooLarge(Throwable error) {
        return error instanceof StageFailure failure && failure.failure().code() == StoreFailure.OBJECT_TOO_LARGE;
    }

    private static ByteBuffer copy(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return ByteBuffer.wrap(bytes);
    }
}
