package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;

/** More is asked than there are connections for: who comes last hears so soon, and what goes on in the background goes on. */
class OverloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 2;

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                folder,
                "rushes.database.connections=" + CONNECTIONS,
                "rushes.database.request-wait=300ms",
                "rushes.database.waiting-requests=1",
                "rushes.database.answer-timeout=60s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoFindsAllConnectionsInUseIsToldSoonAndTheBackgroundGoesOn() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> held;
        try (AutoCloseable _ = server.locked("ledger.jobs")) {
            held = Stream.generate(() -> ask("/api/v1/jobs")).limit(CONNECTIONS).toList();
            ApiTest.await(
                    "their questions hold all connections",
                    () -> ask("/api/v1/webhooks").join().statusCode() == 503);

            long begun = System.nanoTime();
            HttpResponse<String> refused = ask("/api/v1/webhooks").join();
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(json(refused).path("code").asString()).isEqualTo("OVERLOADED");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(waited).isLessThan(Duration.ofSeconds(5));
            assertThat(CompletableFuture.allOf(ask("/api/v1/webhooks"), ask("/api/v1/webhooks"), ask("/api/v1/usage"))
                            .thenApply(_ -> true)
                            .join())
                    .as("more than may wait are answered too")
                    .isTrue();
            assertThat(server.context
                            .getBean(DatabaseClient.class)
                            .sql("select 1 as one")
                            .map((row, _) -> String.valueOf(row.get("one")))
                            .one()
                            .block(PATIENCE))
                    .isEqualTo("1");
        }

        assertThat(held).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(ask("/api/v1/webhooks").join().statusCode()).isEqualTo(200);
    }

    private static CompletableFuture<HttpResponse<String>> ask(String path) {
        return server.http.sendAsync(server.request(path).build(), HttpResponse.BodyHandlers.ofString());
    }
}
