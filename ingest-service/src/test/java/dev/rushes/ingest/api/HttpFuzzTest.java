package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.domain.Facts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests over all operations of docs/openapi.json, right and wrong in any mixture: the server is never at fault, never silent, and answers as it
 * says it does. In the build for some seconds; for longer:
 *
 * <pre>
 *   mvn test -pl ingest-service -am -Dtest=HttpFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Drushes.fuzz.seconds=600 -Drushes.fuzz.seed=1000000
 * </pre>
 *
 * A request that failed is made again with its seed and {@code -Drushes.fuzz.requests=1}.
 */
class HttpFuzzTest {
    private static final long LONGEST_SECONDS = 10;
    private static final int RAW = 60;
    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");
    private static final List<String> LINES = List.of(
            "GET",
            "GET /api/v1/jobs",
            "GET /api/v1/jobs HTTP/9.9",
            "GET  /api/v1/jobs  HTTP/1.1",
            "GET http://[::1/ HTTP/1.1",
            "GET /%zz HTTP/1.1",
            "GET /api/v1/jobs?q=%zz HTTP/1.1",
            "GET /api/v1/jobs;x=y/../jobs HTTP/1.1",
            "POST /api/v1/jobs HTTP/1.1",
            "\u0016\u0003\u0001\u0002\u0000\u0001",
            "PRI * HTTP/2.0",
            "OPTIONS * HTTP/1.1",
            "CONNECT example.com:443 HTTP/1.1",
            "X".repeat(20_000) + " / HTTP/1.1",
            "GET /" + "y".repeat(20_000) + " HTTP/1.1");
    private static final List<String> HEADERS = List.of(
            "",
            "Host: a\r\nHost: b\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Type: application/json\r\nContent-Length: 20\r\n",
            "Expect: 100-continue\r\nContent-Length: 3\r\n",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n",
            " folded: x\r\n",
            "no colon\r\n",
            "A: \u0000\r\n",
            "X: " + "z".repeat(30_000) + "\r\n");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "5\r\n{\"a\":\r\n0\r\n\r\n",
            "zz\r\n{}\r\n",
            "fffffffff\r\n",
            "{\"source\":",
            "\u0000\u0001\u0002");

    @TempDir
    static Path folder;

    private static ApiServer server;
    private static final UUID JOB = UUID.randomUUID();

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                folder,
                "rushes.api.streams.patience=50ms",
                "rushes.api.confirm-timeout=100ms",
                "rushes.uploads.turn-timeout=1s",
                "rushes.uploads.lease=2s",
                // In the build others use the machine too, and a slow answer is no fault.
                "rushes.database.answer-timeout=8s");
        server.happen(new Facts(JOB).life(2));
        server.deadLetters.letters.add(MemoryDeadLetters.letter(0, 0, JOB));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whateverIsAskedTheServerAnswersInTimeAndAsItSays() {
        FuzzedRequests requests = new FuzzedRequests(known());
        long seconds = Long.getLong("rushes.fuzz.seconds", 8);
        long first = Long.getLong("rushes.fuzz.seed", 0);
        long most = Long.getLong("rushes.fuzz.requests", Long.MAX_VALUE);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Map<Integer, Integer> statuses = new TreeMap<>();
        TreeSet<String> answered = new TreeSet<>();
        long heapBefore = heap();
        long seed = first;
        for (; System.nanoTime() < end && seed - first < most; seed++) {
            FuzzedRequests.Request request = requests.next(seed);
            Answer answer = ask(request, seed);
            check(request, answer, seed);
            int unused = statuses.merge(answer.status(), 1, Integer::sum);
            if (answer.status() < 300) {
                var alsoUnused = answered.add(request.operation().name());
            }
        }
        System.out.printf(
                "%d requests from seed %d: %s; %d of %d operations answered with success; heap %d MB before, %d MB after%n",
                seed - first,
                first,
                statuses,
                answered.size(),
                requests.operations().size(),
                heapBefore >> 20,
                heap() >> 20);
        assertThat(server.get("/api/v1/jobs").statusCode()).as("it serves on").isEqualTo(200);
        if (most > 1) {
            assertThat(seed - first).as("requests").isGreaterThan(200);
            assertThat(answered).as("not everything is refused").hasSizeGreaterThan(15);
        }
    }

    @Test
    void whatIsNoRequestIsRefusedOrHungUpOn() {
        for (int seed = 0; seed < RAW; seed++) {
            Random random = new Random(seed);
            String text = LINES.get(random.nextInt(LINES.size())) + "\r\nHost: localhost\r\n"
                    + HEADERS.get(random.nextInt(HEADERS.size())) + "\r\n" + BODIES.get(random.nextInt(BODIES.size()));
            String status = raw(text, seed);
            assertThat(status).as("seed %d: %s", seed, text).doesNotContain(" 5");
        }
        assertThat(server.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    private record Answer(int status, String type, String body) {}

    private static Answer ask(FuzzedRequests.Request request, long seed) {
        HttpRequest.Builder builder = server.request(request.target())
                .timeout(Duration.ofSeconds(LONGEST_SECONDS))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);
        try {
            HttpResponse<InputStream> response = server.http
                    .sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .join();
            String type = response.headers().firstValue("Content-Type").orElse("");
            try (InputStream body = response.body()) {
                // A stream of a job that runs has no end.
                String text = type.startsWith("text/event-stream")
                        ? ""
                        : new String(body.readNBytes(1 << 20), StandardCharsets.UTF_8);
                return new Answer(response.statusCode(), type, text);
            }
        } catch (CompletionException | IOException e) {
            throw new AssertionError("seed " + seed + " was not answered: " + request, e);
        }
    }

    private static void check(FuzzedRequests.Request request, Answer answer, long seed) {
        String what = "seed " + seed + ", answered with " + answer + ": " + request;
        assertThat(answer.status()).as(what).isLessThan(500);
        boolean described = request.method().equals(request.operation().method());
        if (answer.status() >= 400) {
            // A dead letter that is shown may say such things.
            assertThat(answer.body()).as(what).doesNotContain("Exception", "\tat ", "dev.rushes");
            if (!answer.body().isEmpty()) {
                assertThat(answer.type()).as(what).startsWith("application/problem+json");
                Matcher code = CODE.matcher(answer.body());
                assertThat(code.find()).as(what).isTrue();
                assertThat(ProblemGuide.all().of(code.group(1)))
                        .as("an explanation of the code; %s", what)
                        .isPresent();
            }
        } else if (described && answer.status() < 300) {
            var response = request.operation().responses().path(Integer.toString(answer.status()));
            assertThat(response.isMissingNode())
                    .as("a status that the document knows; %s", what)
                    .isFalse();
            // Who accepts only a stream of events gets JSON as one.
            assertThat(request.headers().containsKey("Accept")
                            || fits(answer.type(), response.path("content").propertyNames()))
                    .as("a media type that the document names; %s", what)
                    .isTrue();
        }
    }

    /** Whether one of the described types or ranges names it; nothing described means nothing is said. */
    private static boolean fits(String type, java.util.Collection<String> described) {
        String plain = type.replaceAll("\\s*;.*", "");
        return described.isEmpty()
                ? plain.isEmpty()
                : described.stream()
                        .map(name -> name.replaceAll("\\s*;.*", ""))
                        .anyMatch(name -> name.equals(plain)
                                || name.endsWith("/*") && plain.startsWith(name.substring(0, name.length() - 1)));
    }

    /** The first line of the answer; empty if the server closed without one. */
    private static String raw(String text, int seed) {
        try (Socket socket = new Socket("127.0.0.1", server.address("/").getPort())) {
            socket.setSoTimeout((int) Duration.ofSeconds(LONGEST_SECONDS).toMillis());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            byte[] answer = socket.getInputStream().readNBytes(40);
            return new String(answer, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (SocketTimeoutException hangs) {
            throw new AssertionError("seed " + seed + ": neither answered nor closed: " + text, hangs);
        } catch (IOException closed) {
            return "";
        }
    }

    /** Identifiers of things that exist, and of some that do not. */
    private static List<String> known() {
        List<String> ids = new ArrayList<>(
                List.of(JOB.toString(), JOB.toString(), UUID.randomUUID().toString()));
        HttpResponse<String> webhook = server.post("/api/v1/webhooks", "{\"url\": \"https://example.com/\"}");
        ids.add(json(webhook).path("id").asString());
        HttpResponse<String> upload = server.send(server.request("/api/v1/files")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "1000")
                .header(
                        "Upload-Metadata",
                        "filename " + Base64.getEncoder().encodeToString("a.mp4".getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.noBody()));
        String location = upload.headers().firstValue("Location").orElseThrow();
        ids.add(location.substring(location.lastIndexOf('/') + 1));
        return ids;
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
