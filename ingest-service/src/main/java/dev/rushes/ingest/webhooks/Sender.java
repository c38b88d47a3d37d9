package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.gate.AddressGate;
import dev.rushes.ingest.gate.Admission;
import dev.rushes.ingest.gate.Destination;
import dev.rushes.ingest.gate.OutsideThreads;
import dev.rushes.ingest.gate.PinnedAddresses;
import dev.rushes.ingest.gate.Troubles;
import dev.rushes.ingest.webhooks.domain.Reply;
import dev.rushes.ingest.webhooks.domain.ReplyRule;
import dev.rushes.ingest.webhooks.signing.Signature;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Makes one try. It goes through the same gate as footage does; connections are never shared or reused, no proxy and no redirect is followed, and of the answer
 * only the head is read, however much follows.
 */
final class Sender {
    private static final int LARGEST_HEAD = 16 * 1024;

    private final AddressGate gate;
    private final HttpClient client;
    private final ReplyRule replies;
    private final Duration timeout;
    private final Clock clock;

    Sender(AddressGate gate, SslContext tls, WebhookSettings settings, Clock clock) {
        this.gate = gate;
        this.client = client(settings.connectTimeout(), settings.timeout(), tls);
        this.replies = new ReplyRule(settings.maxRetryAfter());
        this.timeout = settings.timeout();
        this.clock = clock;
    }

    /** What one try came to; {@code status} is empty if there was no answer. */
    record Sent(Optional<Integer> status, Reply reply) {
        private static Sent nothing(String why) {
            return new Sent(Optional.empty(), new Reply.Refused(why, Optional.empty()));
        }
    }

    /**
     * Sends a body once. Never an error.
     *
     * @param url where to, not checked yet
     * @param id header webhook-id
     * @param at when; signed with the body
     * @param secrets what signs
     */
    Mono<Sent> send(String url, UUID id, Instant at, String body, List<SigningSecret> secrets) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return gate.admit(url)
                .flatMap(admission -> switch (admission) {
                    case Admission.Admitted(Destination destination) -> post(destination, id, at, bytes, secrets);
                    case Admission.Malformed(String why) -> Mono.just(Sent.nothing(why));
                    case Admission.Forbidden(String why) -> Mono.just(Sent.nothing(why));
                    case Admission.NotFound(String why, Throwable _) -> Mono.just(Sent.nothing(why));
                })
                .timeout(timeout)
                .onErrorResume(TimeoutException.class, _ -> Mono.just(tooLate()));
    }

    private Mono<Sent> post(Destination destination, UUID id, Instant at, byte[] body, List<SigningSecret> secrets) {
        return Mono.using(
                        () -> new PinnedAddresses(destination),
                        pinned -> client.resolver(pinned)
                                .headers(headers -> headers.set("webhook-id", id.toString())
                                        .set("webhook-timestamp", Long.toString(at.getEpochSecond()))
                                        .set("webhook-signature", Signature.of(id.toString(), at, body, secrets))
                                        .set(HttpHeaderNames.CONTENT_LENGTH, body.length))
                                .post()
                                .uri(destination.url().uri())
                                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                                // The rest of the answer is left unread, and the connection closed with it.
                                .response((head, _) -> Mono.just(read(head)))
                                .next()
                                .switchIfEmpty(Mono.fromSupplier(() -> broken(destination, "it broke off"))),
                        PinnedAddresses::close)
                .onErrorResume(
                        cause -> !(cause instanceof TimeoutException),
                        cause -> Mono.just(broken(destination, Troubles.sentence(cause))));
    }

    private Sent read(HttpClientResponse head) {
        int status = head.status().code();
        return new Sent(
                Optional.of(status),
                replies.read(
                        status,
                        Optional.ofNullable(head.responseHeaders().get(HttpHeaderNames.RETRY_AFTER)),
                        clock.instant()));
    }

    private static Sent broken(Destination destination, String trouble) {
        return Sent.nothing("Expected to reach " + destination.url().origin() + ", but " + trouble + ".");
    }

    private Sent tooLate() {
        return Sent.nothing("Expected an answer within " + timeout.toSeconds() + " seconds, but there was none.");
    }

    private static HttpClient client(Duration connect, Duration answer, SslContext tls) {
        return HttpClient.create(ConnectionProvider.newConnection())
                .runOn(OutsideThreads.LOOPS)
                .protocol(HttpProtocol.HTTP11)
                .noProxy()
                .followRedirect(false)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
                .secure(spec -> {
                    var _ = spec.sslContext(tls).handshakeTimeout(connect);
                })
                .responseTimeout(answer)
                .httpResponseDecoder(spec -> spec.maxHeaderSize(LARGEST_HEAD))
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "Rushes")
                        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .set(HttpHeaderNames.ACCEPT, "*/*"));
    }
}
