package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.Answer;
import dev.rushes.ingest.domain.AnswerRule;
import dev.rushes.ingest.gate.Destination;
import dev.rushes.ingest.gate.OutsideThreads;
import dev.rushes.ingest.gate.PinnedAddresses;
import dev.rushes.ingest.gate.Troubles;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.StoreFailure;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * One request to one checked destination. Connections are never shared or reused, nothing that could identify this installation is sent, no
 * proxy and no redirect is followed, and what a server says in an error is never passed on.
 */
final class HttpFetch {
    private static final int LARGEST_HEAD = 16 * 1024;

    private final HttpClient client;
    private final ObjectStore store;
    private final DataSize limit;
    private final AnswerRule answers;
    private final Clock clock;

    HttpFetch(UrlPolicy policy, ObjectStore store, SslContext tls, Clock clock) {
        this.client = client(policy.timeouts(), tls);
        this.store = store;
        this.limit = policy.limit();
        this.answers = new AnswerRule(policy.longestWait());
        this.clock = clock;
    }

    /** How a fetch ended. */
    sealed interface Result {
        /** The footage is in the store. */
        record Arrived(StoredObject object) implements Result {}

        /** The server says that it is elsewhere. */
        record Moved(String location) implements Result {}
    }

    /** Asks for the footage and stores it as it comes. */
    Mono<Result> get(Destination destination, Delivery delivery) {
        return Mono.using(
                        () -> new PinnedAddresses(destination),
                        pinned -> client.resolver(pinned)
                                .get()
                                .uri(destination.url().uri())
                                .response((head, body) -> read(destination, delivery, head, body))
                                .singleOrEmpty()
                                .switchIfEmpty(Mono.error(() -> brokenOff(destination, null))),
                        PinnedAddresses::close)
                .onErrorMap(cause -> !(cause instanceof StageFailure), cause -> unreachable(destination, cause));
    }

    private Mono<Result> read(Destination destination, Delivery delivery, HttpClientResponse head, ByteBufFlux body) {
        Answer answer = answers.read(
                destination.url().origin(),
                head.status().code(),
                Optional.ofNullable(head.responseHeaders().get(HttpHeaderNames.LOCATION)),
                Optional.ofNullable(head.responseHeaders().get(HttpHeaderNames.RETRY_AFTER)),
                clock.instant());
        return switch (answer) {
            case Answer.Footage() -> keep(destination, delivery, announcedSize(head), body);
            case Answer.Moved(String location) -> Mono.just(new Result.Moved(location));
            case Answer.Refused(String why) -> failed(SourceFailure.SOURCE_REFUSED, why, Optional.empty());
            case Answer.Unavailable(String why, Optional<Duration> wait) ->
                failed(SourceFailure.SOURCE_UNAVAILABLE, why, wait);
            case Answer.Throttled(String why, Duration wait) ->
                failed(SourceFailure.SOURCE_THROTTLED, why, Optional.of(wait));
        };
    }

    private Mono<Result> keep(Destination destination, Delivery delivery, long announced, ByteBufFlux body) {
        if (announced > limit.toBytes()) {
            return Mono.error(SizeLimit.exceeded(limit));
        }
        AtomicLong received = new AtomicLong();
        Flux<ByteBuffer> bytes = body.asByteArray()
                .map(ByteBuffer::wrap)
                .doOnNext(buffer -> {
                    long soFar = received.addAndGet(buffer.remaining());
                    delivery.progress().accept(new StageProgress(soFar, announced, "bytes", 0, "Fetching the footage"));
                })
                // Mapped here, so that the store does not take the server's failure for its own.
                .onErrorMap(cause -> brokenOff(destination, cause));
        return store.put(delivery.keys().source(), bytes, "application/octet-stream", limit.toBytes())
                .<Result>map(Result.Arrived::new)
                .onErrorMap(HttpFetch::isTooLarge, cause -> SizeLimit.exceeded(limit));
    }

    private static boolean isTooLarge(Throwable cause) {
        return cause instanceof StageFailure failure && failure.failure().code() == StoreFailure.OBJECT_TOO_LARGE;
    }

    /** Bytes that the server announces; 0 if it does not, or says something that is no number. */
    private static long announcedSize(HttpClientResponse head) {
        String text = head.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH, "0");
        try {
            return Math.max(0, Long.parseLong(text.strip()));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private static <T> Mono<T> failed(FailureCode code, String why, Optional<Duration> retryAfter) {
        return Mono.error(new StageFailure(new Failure(code, why, retryAfter)));
    }

    private static StageFailure unreachable(Destination destination, Throwable cause) {
        return new StageFailure(
                SourceFailure.SOURCE_UNAVAILABLE,
                "Expected to fetch the footage from " + destination.url().origin() + ", but " + Troubles.sentence(cause)
                        + ".",
                cause);
    }

    private static StageFailure brokenOff(Destination destination, @Nullable Throwable cause) {
        return new StageFailure(
                SourceFailure.SOURCE_UNAVAILABLE,
                "Expected " + destination.url().origin()
                        + " to send the whole footage, but it broke off or fell silent.",
                cause);
    }

    private static HttpClient client(UrlTimeouts timeouts, SslContext tls) {
        return HttpClient.create(ConnectionProvider.newConnection())
                .runOn(OutsideThreads.LOOPS)
                .protocol(HttpProtocol.HTTP11)
                .noProxy()
                .followRedirect(false)
                .disableRetry(true)
                // As in the server: the other allocator stops every thread for each large buffer that it lets go of.
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(timeouts.connect().toMillis()))
                .secure(spec -> {
                    var _ = spec.sslContext(tls).handshakeTimeout(timeouts.connect());
                })
                .responseTimeout(timeouts.read())
                .httpResponseDecoder(spec -> spec.maxHeaderSize(LARGEST_HEAD))
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "Rushes")
                        .set(HttpHeaderNames.ACCEPT, "*/*")
                        .set(HttpHeaderNames.ACCEPT_ENCODING, "identity"));
    }
}
