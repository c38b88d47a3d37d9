package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.ingest.access.Exposed;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.AuditEntry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** Keys over HTTP, as their operators and their users meet them. */
class KeysApiTest {
    @TempDir
    static Path folder;

    private static ApiServer server;
    private static String operator;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(
                folder,
                "rushes.access.mode=api-key",
                "rushes.access.keys.first-file=" + folder.resolve("operator-key"),
                "rushes.access.keys.fresh=100ms",
                "rushes.database.answer-timeout=20s");
        operator = Files.readString(folder.resolve("operator-key")).strip();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.audit.entries.clear();
        server.audit.away = false;
    }

    @Test
    void theFirstOperatorsKeyIsInAFileThatOnlyItsOwnerReads() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("operator-key"))))
                .isEqualTo("rw-------");
        assertThat(server.send(server.as(operator, "/api/v1/keys")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyIsShownOnceAndOnlyItsDigestIsKept() {
        JsonNode made = json(create("{\"tenant\": \"acme\", \"label\": \"import\", \"scopes\": [\"user:read\"]}"));
        String secret = made.path("secret").asString();

        assertThat(secret).matches("rsk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}");
        assertThat(server.send(server.as(secret, "/api/v1/access")).body()).contains("\"acme\"", "user:read");
        String list =
                server.send(server.as(operator, "/api/v1/keys?tenant=acme")).body();
        assertThat(list).contains("import").doesNotContain(secret).doesNotContain(secret.substring(21));
        assertThat(dump()).contains("import").doesNotContain(secret.substring(21));
        assertThat(server.audit.entries.toString()).doesNotContain(secret.substring(21));
    }

    @Test
    void aRotatedKeyIsGoodBesideItsSuccessorUntilTheOverlapIsOver() {
        JsonNode old = json(create("{\"tenant\": \"acme\", \"label\": \"nightly\", \"scopes\": [\"user\"]}"));
        String id = old.path("key").path("id").asString();
        JsonNode next = json(post("/api/v1/keys/" + id + "/rotate", "{\"overlap\": \"1h\"}"));

        assertThat(next.path("key").path("replaces").asString()).isEqualTo(id);
        assertThat(next.path("key").path("label").asString()).isEqualTo("nightly");
        assertThat(status(old.path("secret").asString())).isEqualTo(200);
        assertThat(status(next.path("secret").asString())).isEqualTo(200);
        assertThat(json(server.send(server.as(operator, "/api/v1/keys/" + id))).has("expiresAt"))
                .isTrue();

        String last = next.path("key").path("id").asString();
        assertThat(post("/api/v1/keys/" + last + "/rotate", "{\"overlap\": \"0s\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/api/v1/keys/" + last + "/rotate", "{}").statusCode())
                .as("a key that is over has no successor")
                .isEqualTo(409);
    }

    @Test
    void everyFaultOfAWishIsNamed() {
        HttpResponse<String> answer = create(
                "{\"tenant\": \"No!\", \"scopes\": [\"root\"], \"expiresAt\": \"2020-01-01T00:00:00Z\", \"x\": 1}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/tenant", "/scopes", "/expiresAt", "/x");
        assertThat(server.audit.entries).isEmpty();
    }

    @Test
    void theAuditTellsWhoDidWhatFromWhereAndWhatCameOfIt() {
        JsonNode made = json(create("{\"tenant\": \"acme\", \"label\": \"told\", \"scopes\": [\"user\"]}"));
        assertThat(server.send(server.as(operator, "/api/v1/stages/split/pause")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"a move\"}")))
                        .statusCode())
                .isIn(200, 202);

        JsonNode entries =
                json(server.send(server.as(operator, "/api/v1/audit"))).path("entries");
        JsonNode pause = entries.path(0);
        assertThat(pause.path("what").asString()).isEqualTo("stages.pause");
        assertThat(pause.path("subject").asString()).isEqualTo("split");
        assertThat(pause.path("operator").asString()).isEqualTo("key:" + operator.substring(4, 20));
        assertThat(pause.path("arguments").path("from").asString()).isEqualTo("127.0.0.1");
        assertThat(pause.path("reason").asString()).contains("a move");
        assertThat(pause.path("result").asString()).isEqualTo("DONE");
        JsonNode create = json(server.send(server.as(operator, "/api/v1/audit?action=keys.create&limit=1")));
        assertThat(create.path("entries").path(0).path("outcome").path("key").asString())
                .isEqualTo(made.path("key").path("id").asString());
        assertThat(create.has("next")).isTrue();
        JsonNode begun = json(server.send(server.as(
                operator,
                "/api/v1/audit?action=keys.create&limit=1&cursor="
                        + create.path("next").asString())));
        assertThat(begun.path("entries").path(0).path("result").asString()).isEqualTo("BEGUN");
    }

    @Test
    void withoutTheAuditNothingIsDone() {
        server.audit.away = true;

        HttpResponse<String> answer = create("{\"tenant\": \"acme\", \"label\": \"unheard\", \"scopes\": [\"user\"]}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(server.send(server.as(operator, "/api/v1/keys")).body()).doesNotContain("unheard");
    }

    @Test
    void whatIsRefusedIsInTheAuditToo() {
        JsonNode made = json(create("{\"tenant\": \"acme\", \"scopes\": [\"user\"]}"));
        String id = made.path("key").path("id").asString();
        assertThat(server.send(server.as(operator, "/api/v1/keys/" + id).DELETE())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/api/v1/keys/" + id + "/rotate", "{}").statusCode()).isEqualTo(409);

        assertThat(server.audit.entries.getLast().result()).isEqualTo(AuditEntry.Result.REFUSED);
        assertThat(server.audit.entries.getLast().outcome().get("problem")).contains("Expected a key that is good");
    }

    @Test
    void whoFailsTooOftenIsToldWhenToComeBackAndAKeyThatWasProvenBeforeStillPasses() {
        String first = "rsk_00000000000000aa_" + "A".repeat(43);
        String wrong = "rsk_ffffffffffffffff_" + "B".repeat(43);
        try (ApiServer strict = ApiServer.start(
                folder.resolve("strict"),
                "rushes.access.mode=api-key",
                "rushes.access.keys.first=" + first,
                "rushes.access.keys.fresh=1ms",
                "rushes.access.failures.most=5",
                "rushes.access.failures.window=1h",
                "rushes.database.answer-timeout=20s")) {
            assertThat(strict.send(strict.as(first, "/api/v1/keys")).statusCode())
                    .isEqualTo(200);
            for (int time = 0; time < 5; time++) {
                assertThat(strict.send(strict.as(wrong, "/api/v1/jobs")).statusCode())
                        .isEqualTo(401);
            }

            HttpResponse<String> answer = strict.send(strict.as(wrong, "/api/v1/jobs"));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            answer.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(3000, 3600);
            assertThat(json(answer).path("code").asString()).isEqualTo("TOO_MANY_FAILURES");
            String sameIdOtherSecret = first.substring(0, first.length() - 1) + "B";
            assertThat(strict.send(strict.as(sameIdOtherSecret, "/api/v1/keys")).statusCode())
                    .isEqualTo(429);
            assertThat(strict.send(strict.as(first, "/api/v1/keys")).statusCode())
                    .isEqualTo(200);
            assertThat(strict.get("/api/v1/access").statusCode())
                    .as("who shows nothing fails at nothing")
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutProofNothingIsServedBeyondLoopback() {
        for (String address : List.of("0.0.0.0", "::")) {
            assertThatThrownBy(() -> ApiServer.start(folder.resolve("x"), "server.address=" + address))
                    .hasRootCauseInstanceOf(Exposed.class)
                    .rootCause()
                    .hasMessageContaining("Expected server.address to be on loopback")
                    .hasMessageContaining("api-key");
        }
    }

    private static HttpResponse<String> create(String wish) {
        return post("/api/v1/keys", wish);
    }

    private static HttpResponse<String> post(String path, String body) {
        return server.send(server.as(operator, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int status(String key) {
        return server.send(server.as(key, "/api/v1/jobs")).statusCode();
    }

    /** Everything that Postgres keeps of keys and of the audit. */
    private static String dump() {
        DatabaseClient database = server.context.getBean(DatabaseClient.class);
        RowAccess access = server.context.getBean(RowAccess.class);
        return String.join(
                "\n",
                access.ofAll(database.sql(
                                        "select k::text as line from access.keys k union all select a::text from access.audit a")
                                .map((row, _) -> String.valueOf(row.get("line", String.class)))
                                .all())
                        .collectList()
                        .blockOptional()
                        .orElseThrow());
    }
}
