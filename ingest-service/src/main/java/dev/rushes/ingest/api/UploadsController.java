package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.media.store.Digests;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import io.micrometer.core.instrument.Counter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Footage comes in as the body of one request and goes straight into the object store, buffer by buffer. What a broken connection leaves
 * unfinished is never visible; the job is asked for only once all bytes are stored.
 */
@RestController
final class UploadsController {
    /** What the bytes are is found by looking at them, not by believing the sender. */
    private static final String UNKNOWN_TYPE = MediaType.APPLICATION_OCTET_STREAM_VALUE;

    private final JobDesk desk;
    private final Ledger ledger;
    private final WishReader wishes;
    private final ObjectStore store;
    private final DataSize limit;
    private final Counter bytes;

    /**
     * @param limit most bytes of an upload
     * @param bytes counts what comes in
     */
    UploadsController(
            JobDesk desk, Ledger ledger, WishReader wishes, ObjectStore store, DataSize limit, Counter bytes) {
        this.desk = desk;
        this.ledger = ledger;
        this.wishes = wishes;
        this.store = store;
        this.limit = limit;
        this.bytes = bytes;
    }

    /** POST as a browser sends it, PUT as {@code curl -T} does. */
    @RequestMapping(
            path = Addresses.UPLOADS,
            method = {RequestMethod.POST, RequestMethod.PUT})
    Mono<ResponseEntity<Accepted>> upload(
            Caller caller,
            ServerHttpRequest request,
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = "Idempotency-Key", required = false) Optional<String> idempotencyKey) {
        refuse(request);
        return desk.newId(caller, idempotencyKey)
                .flatMap(id -> take(caller, request, id, parameters))
                .map(Accepted::answer);
    }

    private Mono<JobOrder> take(
            Caller caller, ServerHttpRequest request, UUID id, MultiValueMap<String, String> parameters) {
        String key = new JobKeys(caller.tenant(), id).source();
        JobOrder.Wish wish = wishes.parameters(parameters, key);
        // A repeat of an upload whose job is known must not touch the bytes that the job may be reading.
        return ledger.find(caller.tenant(), id)
                .map(_ -> true)
                .defaultIfEmpty(false)
                .flatMap(known -> known ? compare(request, key) : storeWithRoom(caller, request, id, key))
                .then(Mono.defer(() -> desk.open(caller, id, wish)));
    }

    /**
     * Room is promised before the first byte where the length is told, else again when it is known. Footage that does not come gives its room
     * back.
     */
    private Mono<Void> storeWithRoom(Caller caller, ServerHttpRequest request, UUID id, String key) {
        long length = Math.max(0, request.getHeaders().getContentLength());
        return Mono.usingWhen(
                desk.room(caller, id, 1, length).thenReturn(id),
                _ -> store(request, key).flatMap(object -> roomFor(caller, id, object, key)),
                _ -> Mono.empty(),
                (_, _) -> desk.giveBack(caller, id, 1),
                _ -> desk.giveBack(caller, id, 1));
    }

    private Mono<Void> roomFor(Caller caller, UUID id, StoredObject object, String key) {
        return desk.room(caller, id, 1, object.size())
                .onErrorResume(ApiProblem.class, full -> store.delete(key).then(Mono.error(full)));
    }

    /** What the headers give away need not be transferred first. */
    private void refuse(ServerHttpRequest request) {
        long length = request.getHeaders().getContentLength();
        if (length == 0) {
            throw empty();
        }
        if (length > limit.toBytes()) {
            throw tooLarge(length / 1_000_000 + " MB");
        }
        MediaType type = request.getHeaders().getContentType();
        if (type != null && type.getType().equals("multipart")) {
            throw ApiProblem.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "MEDIA_TYPE_UNSUPPORTED",
                    "Expected the bytes of the footage as the body itself, but got a multipart form. With curl, use -T instead of -F.");
        }
    }

    private Mono<StoredObject> store(ServerHttpRequest request, String key) {
        return store.put(key, buffers(request), UNKNOWN_TYPE, limit.toBytes())
                .flatMap(object -> object.size() == 0
                        ? store.delete(key).then(Mono.error(UploadsController::empty))
                        : Mono.just(object));
    }

    /**
     * The body as buffers of our own. What a client sends beyond the limit is dropped for a while before it is refused: many clients listen
     * only when they have sent everything.
     */
    private Flux<ByteBuffer> buffers(ServerHttpRequest request) {
        return Flux.defer(() -> {
            AtomicLong received = new AtomicLong();
            return request.getBody()
                    .map(this::copy)
                    .<ByteBuffer>handle((buffer, sink) -> {
                        long total = received.addAndGet(buffer.remaining());
                        if (total <= limit.toBytes()) {
                            sink.next(buffer);
                        } else if (total > limit.toBytes() + UnreadBodies.MOST_SWALLOWED) {
                            sink.error(tooLarge("more"));
                        }
                    })
                    .concatWith(Mono.defer(
                            () -> received.get() > limit.toBytes() ? Mono.error(tooLarge("more")) : Mono.empty()));
        });
    }

    private ByteBuffer copy(DataBuffer buffer) {
        try {
            ByteBuffer copy = ByteBuffer.allocate(buffer.readableByteCount());
            buffer.toByteBuffer(copy);
            bytes.increment(copy.remaining());
            return copy;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    /** A repeat is read to its end, for its digest: the same key with other footage must not pass for done. */
    private Mono<Void> compare(ServerHttpRequest request, String key) {
        MessageDigest digest = Digests.sha256();
        return buffers(request)
                .doOnNext(digest::update)
                .then(Mono.defer(() -> store.find(key)))
                .flatMap(kept -> kept.map(StoredObject::sha256)
                                .filter(sha256 -> !sha256.equals(Digests.hex(digest)))
                                .isPresent()
                        ? Mono.error(ApiProblem.keyReused())
                        : Mono.empty());
    }

    private ApiProblem tooLarge(String size) {
        return ApiProblem.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "UPLOAD_TOO_LARGE",
                "Expected at most " + limit.toMegabytes() + " MB, but the upload has " + size + ".");
    }

    private static ApiProblem empty() {
        return ApiProblem.of(HttpStatus.BAD_REQUEST, "UPLOAD_EMPTY", "Expected footage in the body, but it is empty.");
    }
}
