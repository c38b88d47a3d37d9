package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.WebhookDue;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks over HTTP, with a real Postgres; what goes to Kafka is kept in memory. */
class WebhooksApiTest {
    private static final String BASE = "/api/v1/webhooks";

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder, "rushes.webhooks.most-endpoints=3");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theSecretIsShownOnceAndNeverAgain() {
        HttpResponse<String> created =
                post("", "{\"url\": \"https://example.com/hook?token=1\", \"events\": [\"job.*\"]}");
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode made = json(created);
        String secret = made.path("secret").asString();
        String id = made.path("id").asString();
        assertThat(secret).startsWith("whsec_");
        assertThat(created.headers().firstValue("Location")).contains(BASE + "/" + id);
        assertThat(created.headers().firstValue("Cache-Control")).contains("no-store");

        assertThat(server.get(BASE).body()).contains(id).doesNotContain("whsec_", "secret");
        assertThat(server.get(BASE + "/" + id).body()).doesNotContain("whsec_", "secret");
        assertThat(patch(id, "{\"description\": \"mine\"}").body())
                .contains("mine")
                .doesNotContain("whsec_");
        JsonNode rotated = json(post("/" + id + "/rotate", "{\"overlap\": \"1h\"}"));
        assertThat(rotated.path("secret").asString()).startsWith("whsec_").isNotEqualTo(secret);
        assertThat(rotated.path("previousUntil").asString()).isNotEmpty();
        assertThat(delete(id)).isEqualTo(204);
        assertThat(server.get(BASE + "/" + id).statusCode()).isEqualTo(404);
        assertThat(delete(id)).isEqualTo(404);
    }

    @Test
    void aSecretOfTheOwnersChoiceIsTaken() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        JsonNode made = json(post("", "{\"url\": \"https://example.com/own\", \"secret\": \"" + secret + "\"}"));

        assertThat(made.path("secret").asString()).isEqualTo(secret);
        assertThat(made.path("events").toString()).contains("job.completed", "job.failed", "job.cancelled");
        assertThat(delete(made.path("id").asString())).isEqualTo(204);
    }

    @Test
    void aTestIsPostedAndLoggedAndNeverHoldsASecret() {
        JsonNode made = json(post("", "{\"url\": \"https://example.com/test\"}"));
        String id = made.path("id").asString();

        HttpResponse<String> tested = post("/" + id + "/test", "");

        assertThat(tested.statusCode()).isEqualTo(202);
        String delivery = json(tested).path("delivery").asString();
        assertThat(server.log.facts)
                .filteredOn(WebhookDue.class::isInstance)
                .map(WebhookDue.class::cast)
                .filteredOn(due -> due.getEventId().toString().equals(delivery))
                .singleElement()
                .satisfies(due -> assertThat(due.toString())
                        .doesNotContain(made.path("secret").asString(), "example.com"));
        JsonNode page = json(server.get(BASE + "/" + id + "/deliveries?state=pending"));
        assertThat(page.path("deliveries").size()).isEqualTo(1);
        JsonNode one = json(server.get(BASE + "/" + id + "/deliveries/" + delivery));
        assertThat(one.path("body").asString()).contains("webhook.test");
        assertThat(post("/" + id + "/replay", "").body()).contains("\"replayed\"");
        assertThat(post("/" + id + "/deliveries/" + delivery + "/replay", "").statusCode())
                .isEqualTo(202);
        assertThat(delete(id)).isEqualTo(204);
    }

    static Stream<String> addressesThatNobodyMayBeSentTo() {
        return Stream.of(
                "http://example.com/",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://169.254.169.254/",
                "https://10.0.0.1/",
                "https://localhost/",
                "https://metadata.google.internal/",
                "https://user:pw@example.com/",
                "https://example.com:22/",
                "https://example.com./",
                "ftp://example.com/",
                "javascript:alert(1)",
                "https://0/",
                "https://[64:ff9b::7f00:1]/",
                "//example.com/",
                "x");
    }

    @ParameterizedTest
    @MethodSource
    void addressesThatNobodyMayBeSentTo(String url) {
        HttpResponse<String> answer = post("", "{\"url\": \"" + url + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("errors").toString()).contains("/url", "Expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": 1}",
                "{\"url\": \"https://example.com/\", \"events\": [\"job.compleeted\"]}",
                "{\"url\": \"https://example.com/\", \"events\": \"job.*\"}",
                "{\"url\": \"https://example.com/\", \"secret\": \"hush-hush\"}",
                "{\"url\": \"https://example.com/\", \"colour\": \"red\"}",
                "[]",
                "{",
            })
    void whatIsNoEndpointIsRefusedWithoutRepeatingASecret(String body) {
        HttpResponse<String> answer = post("", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Expected").doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/x", "/6f7f1f0e-6d1c-4a52-9f4b-111111111111", "/6f7f1f0e-6d1c-4a52-9f4b-111111111111/deliveries"
            })
    void whatIsNotThereIsNotFound(String path) {
        assertThat(server.get(BASE + path).statusCode()).isEqualTo(404);
    }

    @Test
    void theSecretForJobsIsShownWhenItIsMade() {
        HttpResponse<String> answer = post("/job-secret/rotate", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("secret").asString()).startsWith("whsec_");

        String own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        assertThat(json(post("/job-secret/rotate", "{\"secret\": \"" + own + "\"}"))
                        .path("secret")
                        .asString())
                .isEqualTo(own);
    }

    @Test
    void aTenantHasOnlySoManyEndpoints() {
        String body = "{\"url\": \"https://example.com/\"}";
        List<String> made = new ArrayList<>();
        for (int more = 0; more < 3; more++) {
            made.add(json(post("", body)).path("id").asString());
        }

        HttpResponse<String> fourth = post("", body);

        assertThat(fourth.statusCode()).isEqualTo(409);
        assertThat(fourth.body()).contains("WEBHOOK_LIMIT_REACHED");
        assertThat(made).allSatisfy(id -> assertThat(delete(id)).isEqualTo(204));
    }

    private static HttpResponse<String> post(String path, String body) {
        return server.send(request(server, path, body));
    }

    private static HttpRequest.Builder request(ApiServer to, String path, String body) {
        return to.request(BASE + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> patch(String id, String body) {
        return server.send(server.request(BASE + "/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int delete(String id) {
        return server.send(server.request(BASE + "/" + id).DELETE()).statusCode();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
