package dev.rushes.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;

/** Fetching footage, against servers that behave and servers that do not. */
class UrlFootageTest {
    private final FetchLab lab;
    private final List<DisposableServer> servers = new CopyOnWriteArrayList<>();

    UrlFootageTest() throws Exception {
        lab = new FetchLab();
        lab.name("media.example.com", "127.0.0.2");
        lab.name("cdn.example.net", "127.0.0.2");
    }

    @AfterEach
    void stopServers() {
        servers.forEach(server -> server.disposeNow(Duration.ofSeconds(5)));
    }

    @Test
    void footageIsStoredByteForByteWithItsDigest() {
        byte[] film = bytes(5_000_000);
        int port = serve(routes -> routes.get("/film.mp4", (_, answer) -> answer.sendByteArray(parts(film, 60_000))));

        StoredObject stored = lab.fetch("http://media.example.com:" + port + "/film.mp4?token=abc");

        assertThat(stored.key()).isEqualTo(FetchLab.KEYS.source());
        assertThat(stored.size()).isEqualTo(film.length);
        assertThat(stored.sha256()).isEqualTo(MemoryStore.sha256(film));
        assertThat(lab.store.bytes(stored.key())).isEqualTo(film);
        assertThat(lab.progress.getLast().done()).isEqualTo(film.length);
    }

    @Test
    void whatAnEarlierTryHasBroughtIsNotFetchedAgain() {
        AtomicInteger requests = new AtomicInteger();
        int port = serve(routes -> routes.get("/film.mp4", (_, answer) -> {
            requests.incrementAndGet();
            return answer.sendString(Mono.just("film"));
        }));
        String address = "http://media.example.com:" + port + "/film.mp4";

        StoredObject first = lab.fetch(address);
        StoredObject second = lab.fetch(address);

        assertThat(second).isEqualTo(first);
        assertThat(requests).hasValue(1);
    }

    @Test
    void anAddressOfNumbersNeedsNoNameServer() {
        int port = serve(routes -> routes.get("/film.mp4", (_, answer) -> answer.sendString(Mono.just("film"))));

        assertThat(lab.fetch("http://127.0.0.2:" + port + "/film.mp4").size()).isEqualTo(4);
        assertThat(lab.lookups).hasValue(0);
    }

    @Test
    void upToThreeRedirectsAreFollowed() {
        int port = serve(UrlFootageTest::countdown);

        assertThat(lab.fetch("http://media.example.com:" + port + "/hops/3").size())
                .isEqualTo(4);
        assertThat(lab.lookups).hasValue(4);
    }

    @Test
    void oneRedirectTooManyIsRefused() {
        int port = serve(UrlFootageTest::countdown);

        Failure failure = lab.fails("http://media.example.com:" + port + "/hops/4");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_REFUSED);
        assertThat(failure.message()).contains("at most 3 redirects");
    }

    @Test
    void aCircleOfRedirectsEnds() {
        int port = serve(routes -> routes.get("/round", (_, answer) -> answer.sendRedirect("/round")));

        assertThat(lab.fails("http://media.example.com:" + port + "/round").code())
                .isEqualTo(SourceFailure.SOURCE_REFUSED);
    }

    @Test
    void nothingThatIdentifiesAnybodyIsSentAndTheHostIsTheOneThatWasAskedFor() {
        List<HttpHeaders> seen = new CopyOnWriteArrayList<>();
        int port = serve(routes -> routes.get("/first", (request, answer) -> {
                    seen.add(request.requestHeaders().copy());
                    return answer.addCookie(new DefaultCookie("session", "secret"))
                            .header("WWW-Authenticate", "Basic")
                            .sendRedirect("http://cdn.example.net:" + request.hostPort() + "/second");
                })
                .get("/second", (request, answer) -> {
                    seen.add(request.requestHeaders().copy());
                    return answer.sendString(Mono.just("film"));
                }));

        StoredObject stored = lab.fetch("http://media.example.com:" + port + "/first?token=secret");

        assertThat(stored.size()).isEqualTo(4);
        assertThat(seen)
                .extracting(headers -> headers.get("Host"))
                .containsExactly("media.example.com:" + port, "cdn.example.net:" + port);
        assertThat(seen)
                .allSatisfy(headers -> assertThat(headers.names().stream().map(String::toLowerCase))
                        .containsExactlyInAnyOrder("host", "user-agent", "accept", "accept-encoding"));
    }

    @Test
    void aRedirectIntoThePrivateNetworkIsNotFollowed() throws Exception {
        try (Canary canary = new Canary("127.0.0.1", 0)) {
            int inside = canary.port();
            lab.name("rebound.example.com", "127.0.0.1");
            lab.name("mixed.example.com", "127.0.0.2 127.0.0.1");
            List<String> targets = List.of(
                    "http://127.0.0.1:" + inside + "/",
                    "http://localhost:" + inside + "/",
                    "http://rebound.example.com:" + inside + "/",
                    "http://mixed.example.com:" + inside + "/",
                    "//rebound.example.com:" + inside + "/",
                    "http://[::1]:" + inside + "/",
                    "http://[::ffff:127.0.0.1]:" + inside + "/",
                    "http://2130706433:" + inside + "/",
                    "http://0x7f.1:" + inside + "/",
                    "http://media.example.com@127.0.0.1:" + inside + "/",
                    "http://127.0.0.1:" + inside + "\\@media.example.com/",
                    "http://0.0.0.0:" + inside + "/",
                    "http://169.254.169.254/latest/meta-data/",
                    "file:///etc/passwd",
                    "ftp://127.0.0.1:" + inside + "/");
            int port = serve(routes -> routes.get(
                    "/to/{at}", (request, answer) -> answer.sendRedirect(targets.get(at(request.param("at"))))));
            lab.ports(port, inside, 80);

            for (int at = 0; at < targets.size(); at++) {
                Failure failure = lab.fails("http://media.example.com:" + port + "/to/" + at);
                assertThat(failure.code().kind()).as(targets.get(at)).isEqualTo(FailureKind.INPUT);
            }
            assertThat(canary.connections()).isZero();
            assertThat(lab.store.log()).isEmpty();
        }
    }

    @Test
    void aNameThatLeadsElsewhereAMomentLaterChangesNothing() throws Exception {
        int port = serve(routes -> routes.get("/film.mp4", (_, answer) -> answer.sendString(Mono.just("film"))));
        try (Canary canary = new Canary("127.0.0.1", port)) {
            lab.name("rebinding.example.com", "127.0.0.2", "127.0.0.1");

            assertThat(lab.fetch("http://rebinding.example.com:" + port + "/film.mp4")
                            .size())
                    .isEqualTo(4);
            assertThat(lab.lookups).hasValue(1);
            assertThat(canary.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "::1",
                "fd00::1",
                "fe80::1",
                "127.0.0.2 10.0.0.1",
                "64:ff9b::7f00:1",
                "0.0.0.0"
            })
    void aNameThatLeadsInsideIsForbidden(String addresses) {
        lab.name("inside.example.com", addresses);
        lab.ports(80);

        Failure failure = lab.fails("http://inside.example.com/film.mp4");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_ADDRESS_FORBIDDEN);
        assertThat(failure.message())
                .startsWith("Expected a host on the public internet, but inside.example.com leads to");
    }

    @Test
    void aHostThatNobodyKnowsMayBeKnownLater() {
        lab.ports(80);

        assertThat(lab.fails("http://unknown.example.com/").code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "400,SOURCE_REFUSED",
        "401,SOURCE_REFUSED",
        "403,SOURCE_REFUSED",
        "404,SOURCE_REFUSED",
        "410,SOURCE_REFUSED",
        "204,SOURCE_REFUSED",
        "206,SOURCE_REFUSED",
        "408,SOURCE_UNAVAILABLE",
        "429,SOURCE_UNAVAILABLE",
        "500,SOURCE_UNAVAILABLE",
        "502,SOURCE_UNAVAILABLE",
        "503,SOURCE_UNAVAILABLE"
    })
    void theStatusDecidesWhoseFaultItIsAndNoBodyIsRepeated(int status, SourceFailure expected) {
        int port = serve(routes -> routes.get(
                "/film.mp4",
                (_, answer) -> status == 204
                        ? answer.status(status).send()
                        : answer.status(status).sendString(Mono.just("<b>internal-detail</b>"))));

        Failure failure = lab.fails("http://media.example.com:" + port + "/film.mp4?token=secret");

        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.message())
                .contains("status " + status, "http://media.example.com:" + port)
                .doesNotContain("internal-detail", "secret", "film.mp4");
        assertThat(lab.store.log()).isEmpty();
    }

    @Test
    void aServerThatThrottlesIsWaitedForButNotForever() {
        int port = serve(routes -> routes.get(
                "/film.mp4",
                (_, answer) -> answer.status(429).header("Retry-After", "90").send()));
        String address = "http://media.example.com:" + port + "/film.mp4";

        Failure early = lab.fails(address, FetchLab.NOW.minus(Duration.ofHours(11)));
        Failure late = lab.fails(address, FetchLab.NOW.minus(Duration.ofHours(13)));

        assertThat(early.code()).isEqualTo(SourceFailure.SOURCE_THROTTLED);
        assertThat(early.code().kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(early.retryAfter()).contains(Duration.ofSeconds(90));
        assertThat(late.code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
    }

    @Test
    void anAnnouncedSizeOverTheLimitIsRefusedBeforeItComes() throws Exception {
        // The body never comes: only who does not wait for it can tell so soon.
        try (RawServer server = RawServer.silentAfter("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")) {
            lab.ports(server.port());
            lab.limit(1000);

            Failure failure = lab.fails("http://media.example.com:" + server.port() + "/film.mp4");

            assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_TOO_LARGE);
            assertThat(failure.message()).contains("at most 1000 bytes");
        }
    }

    @Test
    void aBodyWithoutEndIsCutOffAtTheLimit() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        int port = serve(routes -> routes.get(
                "/film.mp4",
                (_, answer) -> answer.sendByteArray(Flux.generate(sink -> sink.next(new byte[10_000]))
                        .cast(byte[].class)
                        .doOnCancel(gone::countDown))));

        lab.limit(1_000_000);
        Failure failure = lab.fails("http://media.example.com:" + port + "/film.mp4");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_TOO_LARGE);
        assertThat(lab.store.keys()).isEmpty();
        assertThat(gone.await(10, TimeUnit.SECONDS))
                .as("the server is told to stop")
                .isTrue();
    }

    @Test
    void exactlyTheLimitIsFine() {
        int port =
                serve(routes -> routes.get("/film.mp4", (_, answer) -> answer.sendByteArray(Mono.just(bytes(1000)))));

        lab.limit(1000);
        assertThat(lab.fetch("http://media.example.com:" + port + "/film.mp4").size())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "<html>hello</html>",
                ""
            })
    void anAnswerThatBreaksOffIsTriedAgainAndLeavesNothingBehind(String answer) throws Exception {
        try (RawServer server = RawServer.hangingUpAfter(answer)) {
            lab.ports(server.port());

            Failure failure = lab.fails("http://media.example.com:" + server.port() + "/film.mp4");

            assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
            assertThat(lab.store.keys()).isEmpty();
        }
    }

    @Test
    void aHeadWithoutEndIsCutOff() throws Exception {
        try (RawServer server = RawServer.silentAfter("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(100_000))) {
            lab.ports(server.port());

            assertThat(lab.fails("http://media.example.com:" + server.port() + "/")
                            .code())
                    .isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "HTTP/1.1 200 OK\r\nContent-Len", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"
            })
    void aServerThatFallsSilentIsGivenUp(String answer) throws Exception {
        try (RawServer server = RawServer.silentAfter(answer)) {
            lab.ports(server.port());
            lab.timeouts(Duration.ofMillis(300), Duration.ofSeconds(15));

            Failure failure = lab.fails("http://media.example.com:" + server.port() + "/film.mp4");

            assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
            assertThat(lab.store.keys()).isEmpty();
        }
    }

    @Test
    void aBodyThatDripsForeverIsGivenUp() {
        int port = serve(routes -> routes.get(
                "/film.mp4",
                (_, answer) -> answer.sendByteArray(
                        Flux.interval(Duration.ofMillis(20)).map(_ -> new byte[1]))));
        lab.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));

        Failure failure = lab.fails("http://media.example.com:" + port + "/film.mp4");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
        assertThat(failure.message()).contains("within 1 seconds");
        assertThat(lab.store.keys()).isEmpty();
    }

    @Test
    void aPortWhereNobodyListensMayBeOpenLater() throws Exception {
        int port;
        try (RawServer closedAtOnce = RawServer.hangingUpAfter("")) {
            port = closedAtOnce.port();
        }
        lab.ports(port);

        Failure failure = lab.fails("http://media.example.com:" + port + "/film.mp4");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
        assertThat(failure.message()).contains("it refused the connection");
    }

    @Test
    void aCancelledFetchHangsUp() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch coming = new CountDownLatch(1);
        int port = serve(routes -> routes.get(
                "/film.mp4",
                (_, answer) -> answer.sendObject(Flux.interval(Duration.ofMillis(20))
                        .map(_ -> Unpooled.wrappedBuffer(new byte[1000]))
                        .doOnNext(_ -> coming.countDown())
                        .doOnCancel(gone::countDown))));

        Disposable fetch = lab.bring("http://media.example.com:" + port + "/film.mp4", FetchLab.NOW)
                .subscribe();
        assertThat(coming.await(10, TimeUnit.SECONDS)).isTrue();
        fetch.dispose();

        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lab.store.keys()).isEmpty();
    }

    @Test
    void theMachinesProxySettingsAreNotUsed() throws Exception {
        int port = serve(routes -> routes.get("/film.mp4", (_, answer) -> answer.sendString(Mono.just("film"))));
        try (Canary proxy = new Canary("127.0.0.1", 0)) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(proxy.port()));

            assertThat(lab.fetch("http://media.example.com:" + port + "/film.mp4")
                            .size())
                    .isEqualTo(4);
            assertThat(proxy.connections()).isZero();
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    private int serve(UnaryOperator<HttpServerRoutes> routes) {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.2")
                .port(0)
                .route(empty -> {
                    var _ = routes.apply(empty);
                })
                .bindNow(Duration.ofSeconds(10));
        servers.add(server);
        lab.ports(server.port());
        return server.port();
    }

    private static HttpServerRoutes countdown(HttpServerRoutes routes) {
        return routes.get("/hops/{left}", (request, answer) -> {
            int left = at(request.param("left"));
            return left == 0 ? answer.sendString(Mono.just("film")) : answer.sendRedirect("/hops/" + (left - 1));
        });
    }

    private static int at(@Nullable String number) {
        return Integer.parseInt(String.valueOf(number));
    }

    private static Flux<byte[]> parts(byte[] whole, int size) {
        return Flux.range(0, (whole.length + size - 1) / size)
                .map(part -> Arrays.copyOfRange(whole, part * size, Math.min(whole.length, (part + 1) * size)));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
