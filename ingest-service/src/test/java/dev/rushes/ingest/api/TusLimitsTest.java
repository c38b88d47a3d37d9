package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.TusClient.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that nobody goes on with, connections that only hold a place, and a database that does not answer. */
class TusLimitsTest {
    @TempDir
    static Path folder;

    private static ApiServer server;
    private static TusClient tus;

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                folder,
                "rushes.uploads.expiry=6s",
                "rushes.uploads.sweep-interval=200ms",
                "rushes.uploads.window=1s",
                "rushes.uploads.window-bytes=1KB",
                "rushes.uploads.turn-timeout=3s");
        tus = new TusClient(server.address("/").getPort());
    }

    @AfterAll
    static void stop() {
        tus.close();
        server.close();
    }

    @Test
    void anUploadThatNobodyGoesOnWithIsRemovedWithItsBytes() {
        String path = tus.create(1_000);
        HttpResponse<byte[]> some = tus.patch(path, 0, new byte[400]);
        assertThat(header(some, "Upload-Expires")).endsWith(" GMT");
        String id = path.substring(path.lastIndexOf('/') + 1);
        assertThat(server.files()).anyMatch(file -> file.contains(id));

        ApiTest.await("its bytes are gone", () -> server.files().stream().noneMatch(file -> file.contains(id)));

        ApiTest.await("it is gone", () -> tus.head(path).statusCode() == 404);
        assertThat(server.context
                        .getBean(MeterRegistry.class)
                        .get("rushes.uploads.expired")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void aConnectionThatStandsStillIsEndedAndWhatCameIsKept() throws Exception {
        String path = tus.create(100_000);
        try (Socket socket = tus.begin(path, 0, 100_000, new byte[500])) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).matches(said -> said.isEmpty() || said.startsWith("HTTP/1.1 503 "));
        }
        assertThat(tus.offset(path)).isEqualTo(500);
    }

    @Test
    void aClientThatBringsTooMuchAtOnceIsToldToComeBack() throws Exception {
        // A server of its own: here a connection that stands still must keep its place for as long as the test takes.
        try (ApiServer narrow = ApiServer.start(folder.resolve("narrow"), "rushes.uploads.writers-per-client=1");
                TusClient client = new TusClient(narrow.address("/").getPort())) {
            Gauge writers = narrow.context
                    .getBean(MeterRegistry.class)
                    .get("rushes.uploads.writers")
                    .gauge();
            String first = client.create(100_000);
            String second = client.create(10);
            try (Socket _ = client.begin(first, 0, 100_000, new byte[500])) {
                ApiTest.await("the first has its place", () -> writers.value() == 1);

                HttpResponse<byte[]> answer = client.patch(second, 0, new byte[0]);

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(header(answer, "Retry-After")).isEqualTo("1");
            }
            ApiTest.await("the first has left", () -> writers.value() == 0);
            assertThat(client.patch(second, 0, new byte[0]).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void whileTheDatabaseHangsNoClientIsMadeToBeginAnew() throws Exception {
        String path = tus.create(10);
        try (AutoCloseable _ = server.locked("uploads.uploads")) {
            assertThat(tus.head(path).statusCode()).isEqualTo(423);
            assertThat(tus.patch(path, 0, new byte[10]).statusCode()).isEqualTo(503);
            assertThat(tus.post("Upload-Length", "10").statusCode()).isEqualTo(503);
        }
        assertThat(tus.post("Upload-Length", "10").statusCode()).isEqualTo(201);
    }
}
