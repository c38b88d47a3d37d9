package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.TusClient.header;
import static dev.rushes.ingest.api.TusClient.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobRequested;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Resumable uploads on a real port, with a real Postgres and real files. */
class TusTest {
    private static final String ORIGIN = "https://studio.example";

    @TempDir
    static Path folder;

    private static ApiServer server;
    private static TusClient tus;

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                folder,
                "rushes.uploads.origins=" + ORIGIN,
                "rushes.uploads.lease=2s",
                "rushes.uploads.turn-timeout=5s");
        tus = new TusClient(server.address("/").getPort());
    }

    @AfterAll
    static void stop() {
        tus.close();
        server.close();
    }

    @BeforeEach
    void brokerIsThere() {
        server.log.away = false;
        server.log.facts.clear();
    }

    // The protocol, answer by answer

    static Stream<Arguments> refusals() {
        String path = tus.create(1000);
        byte[] none = new byte[0];
        return Stream.of(
                Arguments.of("no version", 412, tus.post("Tus-Resumable", "", "Upload-Length", "1")),
                Arguments.of("another version", 412, tus.post("Tus-Resumable", "0.2.2", "Upload-Length", "1")),
                Arguments.of("no length", 400, tus.post()),
                Arguments.of("two lengths", 400, tus.post("Upload-Length", "1", "Upload-Defer-Length", "1")),
                Arguments.of("deferred by 2", 400, tus.post("Upload-Defer-Length", "2")),
                Arguments.of("a negative length", 400, tus.post("Upload-Length", "-1")),
                Arguments.of("a length of words", 400, tus.post("Upload-Length", "many")),
                Arguments.of("a length of 2^63", 413, tus.post("Upload-Length", "9223372036854775808")),
                Arguments.of("a length above the limit", 413, tus.post("Upload-Length", "1048577")),
                Arguments.of("metadata that is none", 400, tus.post("Upload-Length", "1", "Upload-Metadata", "a b c")),
                Arguments.of("a key twice", 400, tus.post("Upload-Length", "1", "Upload-Metadata", "a YQ==,a YQ==")),
                Arguments.of("an odd concatenation", 400, tus.post("Upload-Length", "1", "Upload-Concat", "first")),
                Arguments.of(
                        "a final with a length", 400, tus.post("Upload-Length", "1", "Upload-Concat", "final;" + path)),
                Arguments.of("a final of no partial", 400, tus.post("Upload-Concat", "final;" + path)),
                Arguments.of(
                        "a final that climbs", 400, tus.post("Upload-Concat", "final;/api/v1/files/../../etc/passwd")),
                Arguments.of("an unknown checksum", 400, tus.patch(path, 0, none, "Upload-Checksum", "crc32 AAAA")),
                Arguments.of("a checksum that is none", 400, tus.patch(path, 0, none, "Upload-Checksum", "sha1 AAAA")),
                Arguments.of("another media type", 415, tus.patch(path, 0, none, "Content-Type", "text/plain")),
                Arguments.of("no offset", 400, tus.patch(path, 0, none, "Upload-Offset", "")),
                Arguments.of("a wrong offset", 409, tus.patch(path, 7, none)),
                Arguments.of("bytes past the end", 413, tus.patch(path, 0, new byte[1001])),
                Arguments.of("another length", 400, tus.patch(path, 0, none, "Upload-Length", "7")),
                Arguments.of("an upload that is not there", 404, tus.patch(missing(), 0, none)),
                Arguments.of("a look at none", 404, tus.head(missing())),
                Arguments.of("the end of none", 404, tus.send("DELETE", missing(), BodyPublishers.noBody())),
                Arguments.of("bytes of none", 404, tus.get(missing())),
                Arguments.of("bytes that are not there yet", 409, tus.get(path)),
                Arguments.of("no id", 404, tus.patch("/api/v1/files/x", 0, none)),
                Arguments.of("a method of no use", 405, tus.send("PUT", path, BodyPublishers.noBody())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsWrongIsRefused(String what, int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(what).isEqualTo(status);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(answer.headers().firstValue("Upload-Offset")).isEmpty();
        if (answer.body().length > 0) {
            assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"code\":\"", "Expected ");
        }
    }

    @Test
    void whatIsOnOfferIsTold() {
        HttpResponse<byte[]> answer =
                tus.send("OPTIONS", TusClient.FILES, BodyPublishers.noBody(), "Tus-Resumable", "9.9.9");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Max-Size")).isEqualTo("1048576");
        assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256");
        assertThat(header(answer, "Tus-Extension").split(","))
                .containsExactlyInAnyOrder(
                        "creation",
                        "creation-with-upload",
                        "creation-defer-length",
                        "expiration",
                        "checksum",
                        "termination",
                        "concatenation");
    }

    @Test
    void anUploadInPiecesComesOutByteForByte() {
        byte[] footage = bytes(300_000);
        String path = tus.create(footage.length, "Upload-Metadata", "filename YS5tcDQ=,empty");
        assertThat(tus.offset(path)).isZero();
        for (int from = 0; from < footage.length; from += 100_000) {
            HttpResponse<byte[]> answer = tus.patch(path, from, Arrays.copyOfRange(footage, from, from + 100_000));
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(header(answer, "Upload-Offset")).isEqualTo(Integer.toString(from + 100_000));
        }

        HttpResponse<byte[]> head = tus.head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Upload-Length")).isEqualTo("300000");
        assertThat(header(head, "Upload-Metadata")).isEqualTo("filename YS5tcDQ=,empty");
        assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
        HttpResponse<byte[]> all = tus.get(path);
        assertThat(all.body()).isEqualTo(footage);
        assertThat(header(all, "Content-Disposition")).startsWith("attachment").contains("a.mp4");
        HttpResponse<byte[]> range = tus.get(path, "Range", "bytes=1000-1999");
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(footage, 1000, 2000));
        assertThat(server.log.facts).as("no recipe, no job").isEmpty();
    }

    @Test
    void bytesMayComeWithTheCreation() {
        byte[] footage = bytes(5_000);
        HttpResponse<byte[]> part = tus.send(
                "POST",
                TusClient.FILES,
                BodyPublishers.ofByteArray(Arrays.copyOf(footage, 2_000)),
                "Upload-Length",
                "5000",
                "Content-Type",
                TusClient.BYTES);

        assertThat(part.statusCode()).isEqualTo(201);
        assertThat(header(part, "Upload-Offset")).isEqualTo("2000");
        assertThat(header(part, "Upload-Expires")).endsWith(" GMT");
        String path = header(part, "Location");
        assertThat(tus.patch(path, 2_000, Arrays.copyOfRange(footage, 2_000, 5_000))
                        .statusCode())
                .isEqualTo(204);
        assertThat(tus.get(path).body()).isEqualTo(footage);
    }

    @Test
    void theLengthMayBeToldLater() {
        HttpResponse<byte[]> created = tus.post("Upload-Defer-Length", "1");
        String path = header(created, "Location");
        assertThat(header(tus.head(path), "Upload-Defer-Length")).isEqualTo("1");
        assertThat(tus.patch(path, 0, bytes(1_000)).statusCode()).isEqualTo(204);
        assertThat(tus.patch(path, 1_000, new byte[0], "Upload-Length", "999").statusCode())
                .isEqualTo(400);
        assertThat(tus.patch(path, 1_000, new byte[0], "Upload-Length", "1000").statusCode())
                .isEqualTo(204);

        assertThat(header(tus.head(path), "Upload-Length")).isEqualTo("1000");
        assertThat(tus.get(path).body()).isEqualTo(bytes(1_000));
    }

    @Test
    void anEmptyUploadIsCompleteAtOnce() {
        String path = tus.create(0);

        assertThat(tus.get(path).body()).isEmpty();
        HttpResponse<byte[]> withJob =
                tus.post("Upload-Length", "0", "Upload-Metadata", metadata("recipe", "highlights"));
        assertThat(withJob.statusCode()).isEqualTo(400);
    }

    @Test
    void bytesWithAWrongChecksumNeverWere() throws Exception {
        byte[] footage = bytes(50_000);
        String path = tus.create(footage.length);
        byte[] half = Arrays.copyOf(footage, 25_000);
        for (String[] algorithm : List.of(new String[] {"sha1", "SHA-1"}, new String[] {"sha256", "SHA-256"})) {
            HttpResponse<byte[]> wrong =
                    tus.patch(path, 0, half, "Upload-Checksum", algorithm[0] + " " + digest(algorithm[1], bytes(7)));
            assertThat(wrong.statusCode()).isEqualTo(460);
            assertThat(tus.offset(path)).isZero();
        }

        assertThat(tus.patch(path, 0, half, "Upload-Checksum", "sha1 " + digest("SHA-1", half))
                        .statusCode())
                .isEqualTo(204);
        byte[] rest = Arrays.copyOfRange(footage, 25_000, 50_000);
        assertThat(tus.patch(path, 25_000, rest, "Upload-Checksum", "sha256 " + digest("SHA-256", rest))
                        .statusCode())
                .isEqualTo(204);
        assertThat(tus.get(path).body()).isEqualTo(footage);
    }

    @Test
    void aTerminatedUploadIsGoneWithItsBytes() {
        int before = server.files().size();
        String path = tus.create(1_000);
        assertThat(tus.patch(path, 0, bytes(400)).statusCode()).isEqualTo(204);
        String complete = tus.create(10);
        assertThat(tus.patch(complete, 0, bytes(10)).statusCode()).isEqualTo(204);
        for (String each : List.of(path, complete)) {
            assertThat(tus.send("DELETE", each, BodyPublishers.noBody()).statusCode())
                    .isEqualTo(204);
            assertThat(tus.head(each).statusCode()).isEqualTo(404);
            assertThat(tus.patch(each, 400, bytes(1)).statusCode()).isEqualTo(404);
        }
        assertThat(server.files()).hasSize(before);
    }

    @Test
    void piecesBecomeOneInTheOrderThatIsNamed() {
        byte[] footage = bytes(9_000);
        String second = piece(Arrays.copyOfRange(footage, 4_000, 9_000));
        String first = piece(Arrays.copyOf(footage, 4_000));
        String whole = "http://127.0.0.1:" + server.address("/").getPort() + second;
        HttpResponse<byte[]> answer = tus.post(
                "Upload-Concat",
                "final;" + first + " " + whole,
                "Upload-Metadata",
                metadata("recipe", "highlights", "filename", "a.mp4"));

        assertThat(answer.statusCode()).isEqualTo(201);
        String path = header(answer, "Location");
        HttpResponse<byte[]> head = tus.head(path);
        assertThat(header(head, "Upload-Length")).isEqualTo("9000");
        assertThat(header(head, "Upload-Concat")).isEqualTo("final;" + first + " " + whole);
        assertThat(header(tus.head(first), "Upload-Concat")).isEqualTo("partial");
        assertThat(tus.get(path).body()).isEqualTo(footage);
        assertThat(tus.patch(path, 9_000, new byte[0]).statusCode()).isEqualTo(403);
        assertThat(server.log.facts).hasSize(1);
        assertThat(header(answer, "Job-Location")).startsWith("/api/v1/jobs/");
    }

    @Test
    void aPieceThatIsNotCompleteCanNotBeJoined() {
        String open = header(tus.post("Upload-Length", "10", "Upload-Concat", "partial"), "Location");

        assertThat(tus.post("Upload-Concat", "final;" + open).statusCode()).isEqualTo(400);
    }

    @Test
    void theMethodMayStandInAHeader() {
        String path = tus.create(100);
        HttpResponse<byte[]> answer = tus.send(
                "POST",
                path,
                BodyPublishers.ofByteArray(bytes(100)),
                "X-HTTP-Method-Override",
                "PATCH",
                "Upload-Offset",
                "0",
                "Content-Type",
                TusClient.BYTES);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(tus.send("POST", path, BodyPublishers.noBody(), "X-HTTP-Method-Override", "DELETE")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void pagesOfOtherSitesUploadOnlyWhereTheyAreAllowed() {
        HttpResponse<byte[]> preflight = tus.send(
                "OPTIONS",
                TusClient.FILES,
                BodyPublishers.noBody(),
                "Origin",
                ORIGIN,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "tus-resumable,upload-length");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
        assertThat(header(preflight, "Access-Control-Allow-Headers")).contains("Upload-Checksum", "Tus-Resumable");
        assertThat(header(preflight, "Access-Control-Max-Age")).isEqualTo("86400");
        HttpResponse<byte[]> invited = tus.post("Upload-Length", "1", "Origin", ORIGIN, "Sec-Fetch-Site", "cross-site");
        assertThat(invited.statusCode()).isEqualTo(201);
        assertThat(header(invited, "Access-Control-Expose-Headers"))
                .contains("Location", "Upload-Offset", "Upload-Info", "Job-Location");
        HttpResponse<byte[]> foreign =
                tus.post("Upload-Length", "1", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    // Jobs

    @Test
    void theLastByteStartsAJobAndOnlyOne() {
        String path = tus.create(
                500,
                "Upload-Metadata",
                metadata(
                        "recipe",
                        "highlights",
                        "duration",
                        "10s",
                        "format",
                        "gif",
                        "filename",
                        "birthday.mov",
                        "type",
                        "x"));
        assertThat(tus.patch(path, 0, bytes(200)).headers().firstValue("Job-Location"))
                .isEmpty();
        HttpResponse<byte[]> last = tus.patch(path, 200, bytes(300));
        HttpResponse<byte[]> again = tus.patch(path, 500, new byte[0]);

        String job = header(last, "Job-Location");
        assertThat(header(last, "Upload-Info")).contains("job=\"" + job.substring("/api/v1/jobs/".length()) + "\"");
        assertThat(header(again, "Job-Location")).isEqualTo(job);
        assertThat(header(tus.head(path), "Job-Location")).isEqualTo(job);
        assertThat(server.log.facts).hasSize(1);
        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat("/api/v1/jobs/" + fact.getJobId()).isEqualTo(job);
        assertThat(fact.getSource().getFilename()).isEqualTo("birthday.mov");
        assertThat(fact.getOptions().getDurationMillis()).isEqualTo(10_000L);
        assertThat(server.store
                        .find(fact.getSource().getUploadKey())
                        .blockOptional()
                        .orElseThrow()
                        .orElseThrow()
                        .size())
                .isEqualTo(500);
    }

    @Test
    void aWishThatCanNotBeFulfilledIsRefusedBeforeTheBytesCome() {
        HttpResponse<byte[]> answer =
                tus.post("Upload-Length", "500", "Upload-Metadata", metadata("recipe", "highlights", "maxHeight", "1"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("REQUEST_INVALID", "maxHeight");
    }

    @Test
    void theJobGoesOnInTheTraceOfTheRequestThatBroughtTheLastByte() {
        String trace = "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-01";
        String path = tus.create(100, "Upload-Metadata", metadata("recipe", "highlights"));

        assertThat(tus.send(
                                "PATCH",
                                path,
                                HttpRequest.BodyPublishers.ofByteArray(bytes(100)),
                                "Upload-Offset",
                                "0",
                                "Content-Type",
                                "application/offset+octet-stream",
                                "traceparent",
                                trace)
                        .statusCode())
                .isEqualTo(204);

        assertThat(server.log.headers.getLast()).containsEntry("traceparent", trace);
        HttpResponse<byte[]> refused = tus.send(
                "PATCH",
                path,
                HttpRequest.BodyPublishers.ofByteArray(bytes(1)),
                "Upload-Offset",
                "7",
                "Content-Type",
                "application/offset+octet-stream",
                "traceparent",
                trace);
        assertThat(refused.statusCode()).isBetween(400, 499);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                .contains("\"traceId\":\"0af7651916cd43dd8448eb211c80319d\"");
    }

    @Test
    void whileTheLogIsAwayTheClientComesBackAndTheJobIsStillStarted() {
        String path = tus.create(100, "Upload-Metadata", metadata("recipe", "highlights"));
        server.log.away = true;

        assertThat(tus.patch(path, 0, bytes(100)).statusCode()).isEqualTo(503);
        assertThat(tus.head(path).statusCode())
                .as("anything else ends the upload for tus-js-client")
                .isEqualTo(423);
        server.log.away = false;
        HttpResponse<byte[]> head = tus.head(path);

        assertThat(header(head, "Upload-Offset")).isEqualTo("100");
        assertThat(header(head, "Job-Location")).startsWith("/api/v1/jobs/");
        assertThat(server.log.facts).hasSize(1);
    }

    // Broken connections

    @Test
    void whatArrivedBeforeTheConnectionBrokeIsKept() throws Exception {
        byte[] footage = bytes(400_000);
        Random random = new Random(11);
        for (int time = 0; time < 3; time++) {
            String path = tus.create(footage.length);
            long offset = 0;
            long sent = 0;
            int rounds = 100;
            while (offset < footage.length) {
                int some = (int) Math.min(footage.length - offset, 1 + random.nextInt(200_000));
                byte[] part = Arrays.copyOfRange(footage, (int) offset, (int) offset + some);
                Socket socket = tus.begin(path, offset, footage.length - offset, part);
                socket.close();
                sent = Math.max(sent, offset + some);
                long before = offset;
                offset = tus.offset(path);
                assertThat(--rounds).as("rounds that are left").isPositive();
                assertThat(offset).isBetween(before, sent);
            }
            assertThat(tus.get(path).body()).isEqualTo(footage);
        }
    }

    @Test
    void aClientThatComesBackTakesOverFromItsOwnStuckConnection() throws Exception {
        byte[] footage = bytes(100_000);
        String path = tus.create(footage.length);
        try (Socket stuck = tus.begin(path, 0, footage.length, Arrays.copyOf(footage, 60_000))) {
            await(() -> server.files().stream().anyMatch(file -> file.contains(idOf(path))));
            Instant begin = Instant.now();

            long offset = tus.offset(path);

            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(4));
            assertThat(offset).isBetween(0L, 60_000L);
            byte[] rest = Arrays.copyOfRange(footage, (int) offset, footage.length);
            assertThat(tus.patch(path, offset, rest).statusCode()).isEqualTo(204);
            assertThat(tus.get(path).body()).isEqualTo(footage);
            assertThat(stuck.isClosed()).isFalse();
        }
    }

    @Test
    void theNextRequestOfTheConnectionIsAnsweredAfterARefusal() throws Exception {
        String path = tus.create(100_000);
        try (Socket socket = tus.begin(path, 7, 1_000, bytes(1_000))) {
            byte[] first = new byte[4_000];
            int count = socket.getInputStream().read(first);
            socket.getOutputStream()
                    .write(("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String next = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(new String(first, 0, count, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 409 ");
            assertThat(next).contains("HTTP/1.1 200 ");
        }
    }

    private static String piece(byte[] bytes) {
        String path = header(
                tus.post("Upload-Length", Integer.toString(bytes.length), "Upload-Concat", "partial"), "Location");
        assertThat(tus.patch(path, 0, bytes).statusCode()).isEqualTo(204);
        return path;
    }

    private static String missing() {
        return "/api/v1/files/" + UUID.randomUUID();
    }

    private static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String digest(String algorithm, byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
