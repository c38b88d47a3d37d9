package dev.rushes.gemini.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.fake.files.StoredFile;
import dev.rushes.gemini.fake.files.Uploads;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files over plain HTTP. */
class UploadTest {
    private final ManualTime time = new ManualTime();
    private final FakeGemini fake = FakeGemini.start(FakeSettings.with(time.clock), 0);
    private final Caller caller = new Caller(fake.address());

    @AfterEach
    void stop() {
        caller.close();
        fake.close();
    }

    @Test
    void aFileComesInPartsAndIsReadyAfterALook() throws Exception {
        byte[] movie = Movie.of(20, Uploads.GRANULARITY + 1000);
        String session = start(movie.length, "files/my-file");

        HttpResponse<String> first = part(session, 0, "upload", Arrays.copyOf(movie, Uploads.GRANULARITY));
        HttpResponse<String> last = part(
                session,
                Uploads.GRANULARITY,
                "upload, finalize",
                Arrays.copyOfRange(movie, Uploads.GRANULARITY, movie.length));

        assertThat(first.headers().firstValue("x-goog-upload-status")).contains("active");
        assertThat(last.headers().firstValue("x-goog-upload-status")).contains("final");
        JsonNode file = Caller.json(last).path("file");
        assertThat(file.path("state").asString()).isEqualTo("PROCESSING");
        assertThat(file.path("sizeBytes").asString()).isEqualTo(Integer.toString(movie.length));
        assertThat(new String(
                        Base64.getDecoder().decode(file.path("sha256Hash").asString()), StandardCharsets.US_ASCII))
                .isEqualTo(StoredFile.sha256(movie));
        JsonNode shown = Caller.json(caller.get("/v1beta/files/my-file"));
        assertThat(shown.path("state").asString()).isEqualTo("ACTIVE");
        assertThat(shown.path("videoMetadata").path("videoDuration").asString()).isEqualTo("20s");
    }

    @Test
    void partsOfOddSizesAndWrongOffsetsAreRefused() throws Exception {
        String session = start(5000, "");

        assertThat(part(session, 0, "upload", new byte[1000]).body()).contains("no multiple");
        assertThat(part(session, 7, "upload, finalize", new byte[1000]).body()).contains("offset");
        assertThat(part(session, 0, "upload, finalize", new byte[1000]).body()).contains("Expected 5000 bytes");
    }

    @Test
    void aPartThatGotLostIsAskedForAgain() throws Exception {
        byte[] movie = Movie.of(20, 2 * Uploads.GRANULARITY);
        String session = start(movie.length, "");
        assertThat(part(session, 0, "upload", Arrays.copyOf(movie, Uploads.GRANULARITY))
                        .statusCode())
                .isEqualTo(200);
        fake.follow(1, Rule.once(Fault.UPLOAD_PART_LOST));
        assertThat(part(session, Uploads.GRANULARITY, "upload, finalize", new byte[Uploads.GRANULARITY])
                        .statusCode())
                .isEqualTo(503);

        HttpResponse<String> query = caller.post(session, "", Map.of("X-Goog-Upload-Command", "query"));

        assertThat(query.headers().firstValue("x-goog-upload-status")).contains("active");
        assertThat(query.headers().firstValue("x-goog-upload-size-received")).contains("0");
    }

    @Test
    void filesAreGoneAfterTwoDaysAndTheServiceDoesNotSayWhy() throws Exception {
        upload("files/old");
        time.move(Duration.ofHours(48));

        HttpResponse<String> response = caller.get("/v1beta/files/old");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("it may not exist");
    }

    @Test
    void aFileThatIsNotReadyCanNotBeUsed() throws Exception {
        upload("files/fresh");

        assertThat(caller.ask("gemini-3.5-flash-lite", using("fresh")).body()).contains("FAILED_PRECONDITION");
        assertThat(caller.get("/v1beta/files/fresh").body()).contains("ACTIVE");
        assertThat(caller.ask("gemini-3.5-flash-lite", using("fresh")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void filesAreListedInPages() throws Exception {
        upload("files/a");
        upload("files/b");

        JsonNode first = Caller.json(caller.get("/v1beta/files?pageSize=1"));
        JsonNode second = Caller.json(caller.get("/v1beta/files?pageSize=1&pageToken="
                + first.path("nextPageToken").asString()));

        assertThat(first.path("files").get(0).path("name").asString()).isEqualTo("files/a");
        assertThat(second.path("files").get(0).path("name").asString()).isEqualTo("files/b");
        assertThat(second.has("nextPageToken")).isFalse();
    }

    @Test
    void aNameIsTakenOnlyOnce() throws Exception {
        upload("files/mine");

        HttpResponse<String> again = startRaw(10, "files/mine");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(startRaw(10, "files/Mine!").statusCode()).isEqualTo(400);
    }

    private void upload(String name) throws Exception {
        byte[] movie = Movie.of(20, 1000);
        assertThat(part(start(movie.length, name), 0, "upload, finalize", movie).statusCode())
                .isEqualTo(200);
    }

    private static String using(String id) {
        return """
                {"contents":[{"parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"http://x/v1beta/files/%s"}},{"text":"Log it."}]}]}
                """.formatted(id);
    }

    private String start(int length, String name) throws Exception {
        return startRaw(length, name).headers().firstValue("x-goog-upload-url").orElseThrow();
    }

    private HttpResponse<String> startRaw(int length, String name) throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of(
                "x-goog-api-key", FakeSettings.KEY,
                "X-Goog-Upload-Protocol", "resumable",
                "X-Goog-Upload-Command", "start",
                "X-Goog-Upload-Header-Content-Length", Integer.toString(length),
                "X-Goog-Upload-Header-Content-Type", "video/mp4"));
        String wish = name.isEmpty() ? "{\"file\":{}}" : "{\"file\":{\"name\":\"" + name + "\"}}";
        return caller.post("/upload/v1beta/files", wish, headers);
    }

    private HttpResponse<String> part(String session, int offset, String command, byte[] bytes) throws Exception {
        return caller.post(
                session,
                bytes,
                Map.of("X-Goog-Upload-Offset", Integer.toString(offset), "X-Goog-Upload-Command", command));
    }
}
