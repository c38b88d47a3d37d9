package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ControlAction;
import dev.rushes.events.JobRequested;
import dev.rushes.events.SourceKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.links.Grant;
import dev.rushes.ingest.links.LinkSigner;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ApiTest {
    private static final String WISH = """
        {"source": {"url": "https://example.com/holiday.mov?token=hush"}, "options": {"duration": "20s", "format": "webm",
         "maxHeight": 480}, "title": "Holiday", "labels": {"album": "2026"}}
        """;

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void brokerIsThere() {
        server.log.away = false;
        server.log.facts.clear();
        server.log.commands.clear();
    }

    // Asking for jobs

    @Test
    void aRequestIsAcknowledgedByTheLogBeforeItIsAnswered() {
        HttpResponse<String> answer = server.post("/api/v1/jobs", WISH);

        assertThat(answer.statusCode()).isEqualTo(202);
        String id = json(answer).path("id").asString();
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/jobs/" + id);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat(fact.getJobId()).hasToString(id);
        assertThat(fact.getSource().getKind()).isEqualTo(SourceKind.URL);
        assertThat(fact.getSource().getFilename()).isEqualTo("holiday.mov");
        assertThat(fact.getOptions().getDurationMillis()).isEqualTo(20_000L);
        assertThat(fact.getOptions().getMaxHeight()).isEqualTo(480);

        JsonNode job = json(server.get("/api/v1/jobs/" + id));
        assertThat(job.path("state").asString()).isEqualTo("REQUESTED");
        assertThat(job.path("title").asString()).isEqualTo("Holiday");
        assertThat(job.path("progress").path("stages")).hasSize(5);
        assertThat(job.toString()).as("addresses can hold credentials").doesNotContain("hush");
    }

    @Test
    void aJobGoesOnInTheTraceOfItsRequestAndAProblemNamesIt() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        assertThat(traced(trace, WISH).statusCode()).isEqualTo(202);
        assertThat(server.log.headers.getLast()).containsEntry("traceparent", trace);
        assertThat(json(traced(trace, "{}")).path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");

        for (String none : List.of(
                "",
                trace.replace("00-0", "ff-0"),
                trace + "-more",
                trace.toUpperCase(java.util.Locale.ROOT),
                "nonsense")) {
            assertThat(traced(none, WISH).statusCode()).as(none).isEqualTo(202);
            String own = server.log.headers.getLast().get("traceparent");
            assertThat(own).as(none).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").doesNotContain("0af7651916cd43dd");
            assertThat(json(traced(none, "{}")).path("traceId").asString())
                    .as(none)
                    .matches("[0-9a-f]{32}");
        }
    }

    private static HttpResponse<String> traced(String traceparent, String wish) {
        HttpRequest.Builder request = server.request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish));
        return server.send(traceparent.isEmpty() ? request : request.header("traceparent", traceparent));
    }

    @Test
    void withoutTheLogNothingIsAccepted() {
        server.log.away = true;
        HttpResponse<String> answer = server.post("/api/v1/jobs", WISH);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertProblem(answer, "LOG_UNAVAILABLE");
        assertThat(server.upload("?filename=a.mp4", new byte[10]).statusCode()).isEqualTo(503);
    }

    @Test
    void whileTheDatabaseHangsWhoAsksHearsOfIt() throws Exception {
        try (AutoCloseable _ = server.locked("ledger.jobs")) {
            HttpResponse<String> answer = server.get("/api/v1/jobs");

            assertProblem(answer, 503, "DATABASE_UNAVAILABLE");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(server.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void theSameIdempotencyKeyIsTheSameJobAndAnotherWishWithItIsRefused() {
        String key = "\"" + UUID.randomUUID() + "\"";
        HttpResponse<String> first = keyed(key, WISH);
        HttpResponse<String> second = keyed(key, WISH);
        HttpResponse<String> other = keyed(key, WISH.replace("holiday.mov", "other.mov"));

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(json(second).path("id")).isEqualTo(json(first).path("id"));
        assertThat(server.log.facts).hasSize(1);
        assertThat(other.statusCode()).isEqualTo(422);
        assertProblem(other, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void whatIsWrongWithARequestIsToldInOneGo() {
        HttpResponse<String> answer = server.post("/api/v1/jobs", """
            {"source": {"url": "ftp://x"}, "options": {"maxHeight": 723, "duration": "0s", "framing": 1}, "recipe": "soup"}
            """);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertProblem(answer, "REQUEST_INVALID");
        List<String> fields = new ArrayList<>();
        json(answer)
                .path("errors")
                .forEach(error -> fields.add(error.path("field").asString()));
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "/source/url", "/options/maxHeight", "/options/duration", "/options/framing", "/recipe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/a.mp4",
                "https://127.0.0.1/a.mp4",
                "https://[::1]/a.mp4",
                "https://169.254.169.254/latest",
                "https://localhost/a.mp4",
                "https://user:secret@example.com/a.mp4",
                "https://example.com:22/a.mp4",
                "https://0x7f000001/a.mp4",
                "file:///etc/passwd",
                "soup"
            })
    void anAddressThatWillNotBeFetchedIsRefusedAtOnce(String address) {
        HttpResponse<String> answer = server.post("/api/v1/jobs", "{\"source\": {\"url\": \"" + address + "\"}}");

        assertProblem(answer, 400, "REQUEST_INVALID");
        assertThat(json(answer).path("errors").path(0).path("field").asString()).isEqualTo("/source/url");
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(server.log.facts).isEmpty();
    }

    @Test
    void malformedDocumentsAreTheCallersFaultAndNeverOurs() {
        List<String> bodies = List.of(
                "",
                " ",
                "{",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{}{}",
                "{\"source\"",
                "{\"source\": 1}",
                "{\"source\": []}",
                "{\"source\": {\"url\": 7}}",
                "{\"source\": {\"url\": \"\"}}",
                "{\"source\": {\"url\": \"https://\"}}",
                "{\"source\": {\"url\": \"https://a b\"}}",
                "{\"source\": {\"url\": \"//x/y\"}}",
                "{\"a\": 1, \"a\": 2}",
                "[".repeat(5000),
                "{\"a\":".repeat(500),
                "{\"source\": {\"url\": \"" + "x".repeat(30_000) + "\"}}",
                "{\"options\": {\"maxHeight\": 1e400}}",
                "{\"options\": {\"maxHeight\": 720.5}}",
                "{\"options\": {\"duration\": 1e999999}}",
                "{\"options\": {\"duration\": \"99999999999h\"}}",
                "{\"options\": {\"duration\": -1}}",
                "{\"options\": {\"durationSeconds\": true}}",
                "{\"title\": {\"a\": 1}}",
                "{\"labels\": [1]}",
                "{\"labels\": {\"a\": 1}}",
                "{\"priority\": 5}",
                "\uFEFF{",
                "{\"title\": \"\\ud800\"}",
                "{\"title\": \"\\u0000\"}",
                "{'a': 1}",
                "{\"a\": NaN}",
                "{\"options\": null, \"source\": null}");
        for (String body : bodies) {
            HttpResponse<String> answer = server.post("/api/v1/jobs", body);
            assertThat(answer.statusCode())
                    .as(body.substring(0, Math.min(80, body.length())))
                    .isBetween(400, 422);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
            assertThat(answer.body()).doesNotContain("Exception", "dev.rushes", "tools.jackson");
        }
        assertThat(server.post("/api/v1/jobs", " ".repeat(70_000)).statusCode()).isEqualTo(413);
        HttpResponse<String> bytes = server.send(server.request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xC3, (byte) 0x28, (byte) 0xFF})));
        assertThat(bytes.statusCode()).isEqualTo(400);
        assertThat(server.log.facts).isEmpty();
    }

    @Test
    void everyErrorIsAProblemDocument() {
        UUID unknown = UUID.randomUUID();
        assertProblem(server.get("/api/v1/nothing"), 404, "NOT_FOUND");
        assertProblem(server.get("/api/v1/jobs/" + unknown), 404, "JOB_NOT_FOUND");
        assertProblem(server.get("/api/v1/jobs/not-an-id"), 404, "JOB_NOT_FOUND");
        for (String part : List.of("logs", "chunks", "timeline", "outputs", "events")) {
            assertProblem(server.get("/api/v1/jobs/" + unknown + "/" + part), 404, "JOB_NOT_FOUND");
        }
        assertProblem(server.send(server.request("/api/v1/jobs/" + unknown).DELETE()), 404, "JOB_NOT_FOUND");
        assertProblem(server.post("/api/v1/jobs/" + unknown + "/retry", ""), 404, "JOB_NOT_FOUND");
        assertProblem(server.send(server.request("/api/v1/jobs").DELETE()), 405, "METHOD_NOT_ALLOWED");
        assertProblem(
                server.send(server.request("/api/v1/jobs")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(WISH))),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
        assertProblem(server.get("/api/v1/jobs?limit=0"), 400, "REQUEST_INVALID");
        assertProblem(server.get("/api/v1/jobs?limit=1&limit=2"), 400, "REQUEST_INVALID");
        assertProblem(server.get("/api/v1/jobs?state=lost"), 400, "REQUEST_INVALID");
        assertProblem(server.get("/api/v1/jobs?cursor=%25%25"), 400, "CURSOR_INVALID");
        assertProblem(server.get("/api/v1/jobs?color=red"), 400, "REQUEST_INVALID");
        assertProblem(
                server.send(server.request("/api/v1/jobs")
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(WISH))),
                403,
                "FOREIGN_SITE");
    }

    // Uploads

    @Test
    void anUploadIsStoredUnderTheJobsOwnKeyAndThenAskedFor() {
        byte[] footage = bytes(300_000);
        HttpResponse<String> answer = server.upload(
                "?filename=birthday%20party.mov&recipe=highlights&duration=10s&format=gif&maxHeight=480", footage);

        assertThat(answer.statusCode()).isEqualTo(202);
        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat(fact.getSource().getKind()).isEqualTo(SourceKind.UPLOAD);
        assertThat(fact.getSource().getFilename()).isEqualTo("birthday party.mov");
        assertThat(server.store
                        .find(fact.getSource().getUploadKey())
                        .blockOptional()
                        .orElseThrow()
                        .orElseThrow()
                        .size())
                .isEqualTo(300_000);
        assertThat(json(answer).path("filename").asString()).isEqualTo("birthday party.mov");
    }

    @Test
    void anUploadWorksAsCurlDoesIt() {
        HttpResponse<String> answer = server.send(server.request("/api/v1/uploads?filename=a.mp4")
                .expectContinue(true)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes(1000))));

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void badUploadsAreRefusedAndLeaveNothing() {
        int before = server.files().size();

        assertProblem(server.upload("?filename=a.mp4", new byte[0]), 400, "UPLOAD_EMPTY");
        assertProblem(streamed(new byte[0]), 400, "UPLOAD_EMPTY");
        assertProblem(server.upload("?filename=a.mp4", new byte[1_100_000]), 413, "UPLOAD_TOO_LARGE");
        assertProblem(streamed(new byte[1_100_000]), 413, "UPLOAD_TOO_LARGE");
        assertProblem(server.upload("?filename=a.mp4&maxHeight=1", new byte[10]), 400, "REQUEST_INVALID");
        assertProblem(server.upload("?file=a.mp4", new byte[10]), 400, "REQUEST_INVALID");
        assertProblem(
                server.send(server.request("/api/v1/uploads")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofString("--x--"))),
                415,
                "MEDIA_TYPE_UNSUPPORTED");

        assertThat(server.files()).hasSize(before);
        assertThat(server.log.facts).isEmpty();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        int before = server.files().size();
        try (Socket socket = new Socket("127.0.0.1", server.address("/").getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST /api/v1/uploads?filename=a.mp4 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n"
                                            + "x".repeat(200_000))
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            await("the upload begins", () -> server.files().size() > before);
        }

        await("nothing is left", () -> server.files().size() == before);
        assertThat(server.log.facts).isEmpty();
    }

    /**
     * A refusal is there before the body is all in. The rest of the body used to be taken for, or swallowed with, the next request of the
     * connection, which then waited for ever: about one upload in a hundred after a refused one, on a busy machine.
     */
    @Test
    void theNextRequestAfterARefusedUploadIsAnswered() throws Exception {
        String upload =
                "POST /api/v1/uploads?filename=a.mp4 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1100000\r\n\r\n";
        String next = "GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (int time = 0; time < 100; time++) {
            try (Socket socket = new Socket("127.0.0.1", server.address("/").getPort())) {
                socket.setSoTimeout(10_000);
                send(socket, upload + "x".repeat(400_000));
                send(socket, "x".repeat(700_000) + next);

                String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answers).startsWith("HTTP/1.1 413 ").contains("UPLOAD_TOO_LARGE", "HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void aRefusedUploadWithALongRestClosesItsConnection() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address("/").getPort())) {
            socket.setSoTimeout(10_000);
            send(
                    socket,
                    "POST /api/v1/uploads?filename=a.mp4 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n"
                            + "x".repeat(1000));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .startsWith("http/1.1 413 ")
                    .contains("connection: close");
        }
    }

    @Test
    void anUploadSentAgainIsTheSameJobOnlyIfItHasTheSameBytes() {
        UUID key = UUID.randomUUID();
        HttpResponse<String> first = uploaded(key, bytes(5000));
        HttpResponse<String> same = uploaded(key, bytes(5000));
        HttpResponse<String> other = uploaded(key, bytes(6000));

        assertThat(same.statusCode()).as(same.body()).isEqualTo(202);
        assertThat(json(same).path("id")).isEqualTo(json(first).path("id"));
        assertProblem(other, 422, "IDEMPOTENCY_KEY_REUSED");
    }

    // Listing, stopping, running again

    @Test
    void aJobIsStoppedOnceAndThenOver() {
        UUID id = requested();
        HttpResponse<String> first =
                server.send(server.request("/api/v1/jobs/" + id).DELETE());
        HttpResponse<String> second =
                server.send(server.request("/api/v1/jobs/" + id).DELETE());

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(json(first).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(server.log.commands).singleElement().satisfies(command -> {
            assertThat(command.getAction()).isEqualTo(ControlAction.CANCEL);
            assertThat(command.getJobId()).isEqualTo(id);
            assertThat(command.getRun()).isEqualTo(1);
        });
        assertProblem(second, 409, "JOB_OVER");
    }

    @Test
    void aFailedJobIsRunAgainWithTheSameWish() {
        UUID id = requested();
        assertProblem(server.post("/api/v1/jobs/" + id + "/retry", ""), 409, "JOB_RUNNING");
        server.happen(List.of(new Facts(id).failed(FlowStage.SPLIT)));
        JsonNode failed = json(server.get("/api/v1/jobs/" + id));
        assertThat(failed.path("failure").path("hint").asString()).isNotEmpty();
        assertThat(failed.path("failure").path("stage").asString()).isEqualTo("split");

        HttpResponse<String> answer = server.post("/api/v1/jobs/" + id + "/retry", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        JobRequested first = (JobRequested) server.log.facts.getFirst();
        JobRequested again = (JobRequested) server.log.facts.getLast();
        assertThat(again.getRun()).isEqualTo(2);
        assertThat(again.getEventId()).isNotEqualTo(first.getEventId());
        assertThat(again.getSource()).isEqualTo(first.getSource());
        assertThat(again.getOptions()).isEqualTo(first.getOptions());
        assertThat(json(server.get("/api/v1/jobs/" + id)).path("state").asString())
                .isEqualTo("REQUESTED");
    }

    @Test
    void aCompletedJobIsRunAgainOnlyByForce() {
        UUID id = requested();
        server.happen(List.of(new Facts(id).completed()));

        assertProblem(server.post("/api/v1/jobs/" + id + "/retry", ""), 409, "JOB_COMPLETED");
        assertThat(server.post("/api/v1/jobs/" + id + "/retry?force=true", "").statusCode())
                .isEqualTo(202);
    }

    @Test
    void logsAndChunksTellWhatHappened() {
        UUID id = completed();

        JsonNode log = json(server.get("/api/v1/jobs/" + id + "/logs?limit=3"));
        assertThat(log.path("entries")).hasSize(3);
        assertThat(log.path("next").asLong()).isEqualTo(3);
        JsonNode rest = json(server.get("/api/v1/jobs/" + id + "/logs?after=3"));
        assertThat(rest.path("entries").get(0).path("seq").asLong()).isEqualTo(4);
        HttpResponse<String> text =
                server.send(server.request("/api/v1/jobs/" + id + "/logs").header("Accept", "text/plain"));
        assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(text.body().lines())
                .anySatisfy(line -> assertThat(line).contains("INFO").contains("Completed."));

        JsonNode chunks = json(server.get("/api/v1/jobs/" + id + "/chunks?limit=2"));
        assertThat(chunks.path("chunks")).hasSize(2);
        assertThat(chunks.path("next").asInt()).isEqualTo(2);
        assertThat(chunks.path("chunks").get(1).path("start").asDouble()).isEqualTo(10);
    }

    @Test
    void chunksAreBehindLinksThatCanBeMadeAnew() {
        UUID id = completed();
        String page = "/api/v1/jobs/" + id + "/chunks";
        JsonNode chunk = json(server.get(page + "?limit=1")).path("chunks").get(0);
        assertThat(server.get(chunk.path("href").asString()).statusCode()).isEqualTo(404);

        HttpResponse<String> again = server.post(page + "/refresh?limit=1", "");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode renewed = json(again).path("chunks").get(0);
        assertThat(renewed.path("download").asString())
                .startsWith("/api/v1/files/")
                .isNotEqualTo(renewed.path("href").asString());
        assertThat(Instant.parse(renewed.path("expiresAt").asString()))
                .isAfter(Instant.now())
                .isBeforeOrEqualTo(Instant.now().plus(Duration.ofMinutes(15)));

        HttpResponse<String> outputs = server.post("/api/v1/jobs/" + id + "/outputs/refresh", "");
        assertThat(outputs.statusCode()).isEqualTo(200);
        assertThat(json(outputs).path("outputs").get(0).path("href").asString()).startsWith("/api/v1/files/");
        assertProblem(server.post("/api/v1/jobs/" + UUID.randomUUID() + "/outputs/refresh", ""), 404, "JOB_NOT_FOUND");
        assertProblem(server.post("/api/v1/jobs/" + UUID.randomUUID() + "/chunks/refresh", ""), 404, "JOB_NOT_FOUND");
    }

    // Results

    @Test
    void whateverIsStoredABrowserTakesItForNoPage() {
        LinkSigner signer = server.context.getBean(LinkSigner.class);
        for (String type : List.of(
                "text/html",
                "image/svg+xml",
                "application/xhtml+xml",
                "text/xml",
                "application/pdf",
                "video/mp4;a=\"",
                "")) {
            String key = "tenants/default/jobs/" + UUID.randomUUID() + "/renders/film.mp4";
            var _ = server.store
                    .put(
                            key,
                            "<script>alert(1)</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            "text/html")
                    .block();
            Grant grant = new Grant("default", key, Grant.Disposition.INLINE, type, "a.html");

            HttpResponse<byte[]> answer = fetch(Addresses.file(signer.sign(grant)), "Accept", "*/*");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).as(type).contains("application/octet-stream");
            assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                    .startsWith("attachment");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("sandbox; default-src 'none'");
        }
    }

    @Test
    void theTimelineIsServedInBothForms() {
        UUID id = requested();
        assertProblem(server.get("/api/v1/jobs/" + id + "/timeline"), 404, "TIMELINE_MISSING");
        Facts facts = new Facts(id);
        var cut = facts.timeline();
        var otio = server.store
                .put(
                        cut.timeline().key().replace(".json", ".otio"),
                        "{\"OTIO\": 1}".getBytes(StandardCharsets.UTF_8),
                        "application/json")
                .blockOptional()
                .orElseThrow();
        var ours = server.store
                .put(cut.timeline().key(), "{\"version\": 1}".getBytes(StandardCharsets.UTF_8), "application/json")
                .blockOptional()
                .orElseThrow();
        server.happen(List.of(facts.finished(
                FlowStage.TIMELINE,
                new dev.rushes.ingest.ledger.domain.Section.Timeline(
                        ours, java.util.Optional.of(otio), 4, cut.duration(), 0))));

        assertThat(json(server.get("/api/v1/jobs/" + id + "/timeline"))
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        HttpResponse<String> asked = server.get("/api/v1/jobs/" + id + "/timeline?format=otio");
        assertThat(asked.body()).contains("OTIO");
        assertThat(asked.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("timeline.otio");
        assertThat(server.send(server.request("/api/v1/jobs/" + id + "/timeline")
                                .header("Accept", "application/vnd.opentimelineio+json"))
                        .body())
                .contains("OTIO");
        assertProblem(server.get("/api/v1/jobs/" + id + "/timeline?format=edl"), 400, "REQUEST_INVALID");
    }

    @Test
    void aFilmIsServedWholeAndInRanges() {
        byte[] film = bytes(100_000);
        JsonNode output = film(film);
        String href = output.path("href").asString();

        HttpResponse<byte[]> whole = fetch(href, "Accept", "*/*");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(film);
        assertThat(whole.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(whole.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(whole.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("sandbox");
        assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("inline; filename=\"holiday - film.mp4\"; filename*=UTF-8''holiday%20%E2%80%93%20film.mp4");
        assertThat(fetch(output.path("download").asString(), "Accept", "*/*")
                        .headers()
                        .firstValue("Content-Disposition")
                        .orElseThrow())
                .startsWith("attachment");

        HttpResponse<byte[]> part = fetch(href, "Range", "bytes=1000-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 1000-1999/100000");
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(film, 1000, 2000));
        HttpResponse<byte[]> outside = fetch(href, "Range", "bytes=100000-");
        assertThat(outside.statusCode()).isEqualTo(416);
        assertThat(outside.headers().firstValue("Content-Range")).contains("bytes */100000");
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isEqualTo('"' + output.path("sha256").asString() + '"');
        assertThat(fetch(href, "If-None-Match", tag).statusCode()).isEqualTo(304);
        HttpResponse<String> head =
                server.send(server.request(href).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("100000");
        assertThat(server.send(server.request(href).DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void aThousandMutatedLinksAreAllForbidden() {
        String href = film(bytes(1000)).path("href").asString();
        int begin = href.lastIndexOf('/') + 1;
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!$&'()*+,;=:@";
        long seed = 20260301;
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            int at = begin + random.nextInt(href.length() - begin);
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            String mutated =
                    switch (random.nextInt(3)) {
                        case 0 -> href.substring(0, at) + other + href.substring(at + 1);
                        case 1 -> href.substring(0, at) + other + href.substring(at);
                        default -> href.substring(0, at) + href.substring(at + 1);
                    };
            if (!mutated.equals(href)) {
                assertThat(server.get(mutated).statusCode())
                        .as("seed %d, %s", seed, mutated)
                        .isEqualTo(403);
            }
        }
        for (String suffix : List.of("?", "?a=b", ";a=b", "/", "/x", "%41", "%00", "%2e")) {
            String expected = suffix.equals("?") ? "200 or 403" : "403";
            assertThat(expected)
                    .as(suffix)
                    .contains(Integer.toString(server.get(href + suffix).statusCode()));
        }
    }

    // The page

    @Test
    void thePageIsServedUnderAStrictPolicy() {
        HttpResponse<String> page = server.send(server.request("/").header("Accept", "text/html"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Drop your footage here");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'self'");
        assertThat(page.body()).doesNotContain("style=", "onclick", "<script>");
        assertThat(server.get("/app.js").statusCode()).isEqualTo(200);
        assertThat(server.get("/app.css").statusCode()).isEqualTo(200);
    }

    private static UUID requested() {
        return UUID.fromString(
                json(server.post("/api/v1/jobs", WISH)).path("id").asString());
    }

    private static UUID completed() {
        UUID id = requested();
        List<JobFact> life = new ArrayList<>(new Facts(id).life(3));
        life.removeFirst();
        server.happen(life);
        return id;
    }

    private static JsonNode film(byte[] bytes) {
        UUID id = completed();
        var _ = server.store
                .put(new Facts(id).film().object().key(), bytes, "video/mp4")
                .block();
        JsonNode output = json(server.get("/api/v1/jobs/" + id + "/outputs"))
                .path("outputs")
                .get(0);
        assertThat(Instant.parse(output.path("expiresAt").asString())).isAfter(Instant.now());
        // The facts of the test name a made-up digest; the header tells the one of the bytes.
        String digest = server.store
                .find(new Facts(id).film().object().key())
                .blockOptional()
                .orElseThrow()
                .orElseThrow()
                .sha256();
        return ((tools.jackson.databind.node.ObjectNode) output).put("sha256", digest);
    }

    private static HttpResponse<byte[]> fetch(String path, String header, String value) {
        try {
            return server.http.send(
                    server.request(path).header(header, value).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> keyed(String key, String body) {
        return server.send(server.request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> uploaded(UUID key, byte[] body) {
        return server.send(server.request("/api/v1/uploads?filename=a.mp4")
                .header("Idempotency-Key", key.toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static void send(Socket socket, String text) throws java.io.IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Without a length in the header. */
    private static HttpResponse<String> streamed(byte[] body) {
        return server.send(server.request("/api/v1/uploads?filename=a.mp4")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertProblem(answer, code);
    }

    private static void assertProblem(HttpResponse<String> answer, String code) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(json(answer).path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(json(answer).path("detail").asString()).contains("Expected");
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    static void await(String what, java.util.function.BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
