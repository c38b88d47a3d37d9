package dev.rushes.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.stage.Failure;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A pinned address must not cost the certificate check: the name that was asked for is the one that must be proven. */
class HttpsFootageTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final List<String> hosts = new CopyOnWriteArrayList<>();
    private final FetchLab lab;
    private DisposableServer server;

    @TempDir
    Path folder;

    HttpsFootageTest() throws Exception {
        lab = new FetchLab();
        lab.httpsOnly();
        lab.name("media.example.com", "127.0.0.2");
        lab.name("other.example.com", "127.0.0.2");
    }

    @BeforeEach
    void start() throws Exception {
        KeyStore keys = keysOf("media.example.com");
        KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identity.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        lab.trusting(SslContextBuilder.forClient().trustManager(trust).build());
        var tls = SslContextBuilder.forServer(identity).build();
        server = HttpServer.create()
                .host("127.0.0.2")
                .port(0)
                .secure(spec -> {
                    var _ = spec.sslContext(tls);
                })
                .route(routes -> {
                    var _ = routes.get("/film.mp4", (request, answer) -> {
                                hosts.add(request.hostName());
                                return answer.sendString(Mono.just("film"));
                            })
                            .get("/down", (_, answer) -> answer.sendRedirect("http://media.example.com/film.mp4"));
                })
                .bindNow(Duration.ofSeconds(10));
        lab.ports(server.port(), 80);
    }

    @AfterEach
    void stop() {
        server.disposeNow(Duration.ofSeconds(5));
    }

    @Test
    void theHostIsProvenByItsCertificateAtThePinnedAddress() {
        assertThat(lab.fetch("https://media.example.com:" + server.port() + "/film.mp4")
                        .size())
                .isEqualTo(4);
        assertThat(hosts).containsExactly("media.example.com");
    }

    @Test
    void aCertificateForAnotherNameProvesNothing() {
        Failure failure = lab.fails("https://other.example.com:" + server.port() + "/film.mp4");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_UNAVAILABLE);
        assertThat(failure.message()).contains("certificate that can be trusted");
        assertThat(hosts).isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForProvesNothing() throws Exception {
        lab.trusting(SslContextBuilder.forClient().build());

        assertThat(lab.fails("https://media.example.com:" + server.port() + "/film.mp4")
                        .message())
                .contains("certificate that can be trusted");
    }

    @Test
    void aRedirectDownToHttpIsNotFollowed() {
        Failure failure = lab.fails("https://media.example.com:" + server.port() + "/down");

        assertThat(failure.code()).isEqualTo(SourceFailure.SOURCE_REFUSED);
        assertThat(failure.message()).contains("https://");
    }

    /** A certificate that signs itself, made by the JDK's own tool. */
    private KeyStore keysOf(String host) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        // The same certificate once more, as one that is trusted.
        keys.setCertificateEntry("trusted", keys.getCertificate("server"));
        return keys;
    }
}
