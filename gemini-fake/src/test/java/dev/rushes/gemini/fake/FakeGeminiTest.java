package dev.rushes.gemini.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.gemini.fake.quota.Quota;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.gemini.fake.scenario.Rule;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fake over plain HTTP. */
class FakeGeminiTest {
    private static final String MODEL = "gemini-3.5-flash-lite";

    private final ManualTime time = new ManualTime();
    private FakeGemini fake = FakeGemini.start(FakeSettings.with(time.clock), 0);
    private Caller caller = new Caller(fake.address());

    @BeforeEach
    void forget() {
        fake.reset();
    }

    @AfterEach
    void stop() {
        caller.close();
        fake.close();
    }

    private void restart(FakeSettings settings) {
        stop();
        fake = FakeGemini.start(settings, 0);
        caller = new Caller(fake.address());
    }

    @Test
    void logsAFilmInTheFormThatWasAskedForAndCountsItsTokens() throws Exception {
        JsonNode root = Caller.json(caller.ask(MODEL, film(60, "")));

        JsonNode candidate = root.path("candidates").get(0);
        JsonNode log = JsonMapper.shared()
                .readTree(candidate
                        .path("content")
                        .path("parts")
                        .get(0)
                        .path("text")
                        .asString());
        assertThat(candidate.path("finishReason").asString()).isEqualTo("STOP");
        assertThat(log.path("segments").size()).isGreaterThan(5);
        assertThat(log.path("last_timestamp").asString()).isEqualTo("01:00");
        JsonNode usage = root.path("usageMetadata");
        assertThat(modality(usage, "VIDEO")).isEqualTo(60 * 70);
        assertThat(modality(usage, "AUDIO")).isEqualTo(60 * 25);
        assertThat(usage.path("totalTokenCount").asLong())
                .isEqualTo(usage.path("promptTokenCount").asLong()
                        + usage.path("candidatesTokenCount").asLong()
                        + usage.path("thoughtsTokenCount").asLong());
        assertThat(Caller.json(caller.ask(MODEL, film(60, ""))).path("candidates"))
                .isEqualTo(root.path("candidates"));
    }

    @Test
    void whatStreamsIsWhatWouldHaveBeenSaidAtOnce() throws Exception {
        String whole = text(Caller.json(caller.ask(MODEL, film(30, ""))));

        String streamed = frames(caller.stream(MODEL, film(30, ""))).stream()
                .map(FakeGeminiTest::text)
                .reduce("", String::concat);

        assertThat(streamed).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"contents\":[]} | contents is not specified",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"mood\":1} | Unknown name \"mood\"",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\",\"fileData\":{}}]}]} | required oneof",
                "{\"contents\":[{\"role\":\"robot\",\"parts\":[{\"text\":\"x\"}]}]} | valid role",
                "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"x\"}]}]} | last turn",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"video/mp4\",\"data\":\"%%%\"}}]}]} | Base64",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"video/zip\",\"data\":\"AAAA\"}}]}]} | Unsupported MIME type",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"responseJsonSchema\":{}}} | response_mime_type",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":{\"type\":\"OBJECT\",\"additionalProperties\":false}}} | Unknown name \"additionalProperties\"",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":{},\"responseJsonSchema\":{}}} | must be omitted",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"required\":[\"a\"]}}} | required property",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"maxOutputTokens\":70000}} | maxOutputTokens",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\",\"videoMetadata\":{\"fps\":1}}]}]} | video_metadata",
                "not json | Invalid JSON"
            })
    void whatTheDocumentationDoesNotAllowIsRefused(String body, String words) throws Exception {
        HttpResponse<String> response = caller.ask(MODEL, body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Caller.json(response).path("error");
        assertThat(error.path("status").asString()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.path("message").asString()).contains(words);
    }

    @Test
    void snakeCaseIsUnderstoodToo() throws Exception {
        String body =
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generation_config\":{\"max_output_tokens\":100}}";

        assertThat(caller.ask(MODEL, body).statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsTooLargeIsRefused() throws Exception {
        restart(FakeSettings.with(time.clock).withLargestRequest(100));

        assertThat(Caller.json(caller.ask(MODEL, film(10, "")))
                        .path("error")
                        .path("message")
                        .asString())
                .contains("exceeds the limit: 100 bytes");
    }

    @Test
    void onlyTheLiteModelsThinkMinimally() throws Exception {
        String body =
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"MINIMAL\"}}}";

        assertThat(caller.ask(MODEL, body).statusCode()).isEqualTo(200);
        assertThat(caller.ask("gemini-3.8-flash", body).body()).contains("MINIMAL is not supported");
    }

    @Test
    void nobodyIsLetInWithoutAKeyAndAWrongOneIsToldApart() throws Exception {
        String path = "/v1beta/models/" + MODEL + ":generateContent";

        assertThat(caller.post(path, film(5, ""), Map.of()).statusCode()).isEqualTo(403);
        HttpResponse<String> wrong = caller.post(path, film(5, ""), Map.of("x-goog-api-key", "other"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("API_KEY_INVALID");
    }

    @Test
    void modelsThatWereSwitchedOffAreNotFoundAndNeitherAreThoseThatNeverWere() throws Exception {
        assertThat(caller.ask("gemini-2.5-flash", film(5, "")).body()).contains("no longer available");
        assertThat(caller.ask("gemini-9", film(5, "")).statusCode()).isEqualTo(404);
        assertThat(caller.get("/v1beta/models").body()).contains("models/" + MODEL);
    }

    @Test
    void theQuotaOfAMinuteIsKeptByTheClockThatWasGiven() throws Exception {
        restart(FakeSettings.with(time.clock).with(new Quota(2, 0, 0)));
        assertThat(caller.ask(MODEL, film(5, "")).statusCode()).isEqualTo(200);
        time.move(Duration.ofSeconds(10));
        assertThat(caller.ask(MODEL, film(5, "")).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = caller.ask(MODEL, film(5, ""));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body())
                .contains("PerMinute")
                .contains("\"retryDelay\":\"50s\"")
                .contains("retry in 50.000s");
        time.move(Duration.ofSeconds(50));
        assertThat(caller.ask(MODEL, film(5, "")).statusCode()).isEqualTo(200);
    }

    @Test
    void theQuotaOfADayBeginsAnewAtMidnightInTheWest() throws Exception {
        restart(FakeSettings.with(time.clock).with(new Quota(0, 0, 1)));
        assertThat(caller.ask(MODEL, film(5, "")).statusCode()).isEqualTo(200);
        assertThat(caller.ask(MODEL, film(5, "")).body()).contains("PerDay");

        time.move(Duration.ofHours(12).plusMinutes(1));

        assertThat(caller.ask(MODEL, film(5, "")).statusCode()).isEqualTo(200);
    }

    @Test
    void tokensOfAMinuteAreCountedToo() throws Exception {
        restart(FakeSettings.with(time.clock).with(new Quota(0, 5000, 0)));
        assertThat(caller.ask(MODEL, film(30, "")).statusCode()).isEqualTo(200);

        assertThat(caller.ask(MODEL, film(30, "")).body()).contains("InputTokensPerModelPerMinute");
    }

    @Test
    void theNthCallsMeetTheFaultAndWordsNarrowItDown() throws Exception {
        fake.follow(1, new Rule(Fault.OVERLOADED, "chunk 7", 2, 3, 1));

        assertThat(statuses("chunk 7", 4)).containsExactly(200, 503, 503, 200);
        assertThat(statuses("chunk 8", 4)).containsOnly(200);
    }

    @Test
    void theSameSeedStrikesTheSameCalls() throws Exception {
        fake.follow(42, Rule.sometimes(Fault.QUOTA_MINUTE, 0.3));
        List<Integer> first = statuses("x", 30);
        fake.follow(42, Rule.sometimes(Fault.QUOTA_MINUTE, 0.3));

        assertThat(statuses("x", 30)).isEqualTo(first);
        assertThat(first).contains(200, 429);
    }

    @Test
    void scenariosComeOverHttpAndTheJournalTellsWhatBefellWhom() throws Exception {
        String rules = "{\"seed\":1,\"rules\":[{\"fault\":\"QUOTA_DAY\",\"last\":1}]}";
        assertThat(caller.post("/__fake/scenario", rules, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(caller.post("/__fake/scenario", "{\"rules\":[{\"fault\":\"NONSENSE\"}]}", Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(caller.post("/__fake/scenario", "{\"rules\":[{\"fault\":\"QUOTA_DAY\",\"lst\":1}]}", Map.of())
                        .body())
                .as("a slip of the pen")
                .contains("[fault, first, last, match, probability]", "lst");

        assertThat(caller.ask(MODEL, film(5, "")).statusCode()).isEqualTo(429);

        JsonNode journal = Caller.json(caller.get("/__fake/requests")).path("requests");
        assertThat(journal.get(0).path("number").asString()).isEqualTo("F3");
        assertThat(journal.get(0).path("at").asString())
                .isEqualTo(time.clock.instant().toString());
        assertThat(journal.get(0).path("model").asString()).isEqualTo(MODEL);
        assertThat(caller.post("/__fake/reset", "", Map.of()).statusCode()).isEqualTo(200);
        assertThat(fake.journal()).isEmpty();
    }

    @Test
    void aFaultExistsForEachNumber() {
        assertThat(Arrays.stream(Fault.values()).map(Fault::number).distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 34).boxed().toList());
    }

    /** Every fault that an answer can show must show: none may be a plain 200 with the whole answer. */
    @Test
    void everyFaultOfAModelChangesWhatComesBack() throws Exception {
        String body = film(40, "");
        String whole = text(Caller.json(caller.ask(MODEL, body)));
        for (Fault fault : Fault.values()) {
            boolean needsStream = fault.number() == 32;
            if (fault.route() != Route.GENERATE || fault.number() == 11 || needsStream) {
                continue;
            }
            fake.follow(1, Rule.always(fault));
            if (fault.number() == 12) {
                assertThatThrownBy(() -> caller.ask(MODEL, body))
                        .as(fault.name())
                        .isInstanceOf(IOException.class);
                continue;
            }
            HttpResponse<String> response = caller.ask(MODEL, body);
            boolean same = response.statusCode() == 200
                    && text(Caller.json(response)).equals(whole)
                    && modality(Caller.json(response).path("usageMetadata"), "VIDEO") > 0;
            assertThat(same).as(fault.name()).isFalse();
            assertThat(fake.journal().getLast().fault()).contains(fault);
        }
    }

    @Test
    void aStreamCanBreakInItsMiddleComeInSplintersOrEndEmpty() throws Exception {
        String whole = text(Caller.json(caller.ask(MODEL, film(40, ""))));

        fake.follow(1, Rule.once(Fault.STREAM_ERROR));
        List<JsonNode> broken = frames(caller.stream(MODEL, film(40, "")));
        fake.follow(1, Rule.once(Fault.STREAM_SPLIT));
        String splinters = caller.stream(MODEL, film(40, "")).body();
        fake.follow(1, Rule.once(Fault.STREAM_EMPTY_END));
        List<JsonNode> empty = frames(caller.stream(MODEL, film(40, "")));
        fake.follow(1, Rule.once(Fault.STREAM_PLAIN_ERROR));
        HttpResponse<String> plain = caller.stream(MODEL, film(40, ""));

        assertThat(broken.getLast().path("error").path("code").asInt()).isEqualTo(503);
        assertThat(broken.size()).isGreaterThan(1);
        assertThat(splinters).startsWith("data: ").endsWith("\r\n\r\n");
        assertThat(text(empty.getLast())).isEmpty();
        assertThat(empty.getLast()
                        .path("candidates")
                        .get(0)
                        .path("finishReason")
                        .asString())
                .isEqualTo("STOP");
        assertThat(empty.stream().map(FakeGeminiTest::text).reduce("", String::concat))
                .isEqualTo(whole);
        assertThat(plain.body()).startsWith("{\"error\"");
        assertThat(plain.headers().firstValue("content-type")).contains("text/event-stream");
    }

    private List<Integer> statuses(String words, int calls) throws Exception {
        List<Integer> statuses = new java.util.ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(caller.ask(MODEL, film(5, words)).statusCode());
        }
        return statuses;
    }

    /** A request as Rushes makes it. */
    static String film(int seconds, String words) {
        String data = Base64.getEncoder().encodeToString(Movie.of(seconds, 64));
        return """
                {"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"video/mp4","data":"%s"},"videoMetadata":{"fps":1.0}},{"text":"%s"}]}],
                 "generationConfig":{"responseMimeType":"application/json","maxOutputTokens":8192,
                  "responseJsonSchema":{"type":"object","properties":{"segments":{"type":"array","items":{"type":"object"}}}}}}
                """.formatted(data, words);
    }

    private static String text(JsonNode root) {
        return root.path("candidates")
                .path(0)
                .path("content")
                .path("parts")
                .path(0)
                .path("text")
                .asString("");
    }

    private static long modality(JsonNode usage, String name) {
        return usage.path("promptTokensDetails")
                .valueStream()
                .filter(detail -> detail.path("modality").asString().equals(name))
                .mapToLong(detail -> detail.path("tokenCount").asLong())
                .sum();
    }

    private static List<JsonNode> frames(HttpResponse<String> response) {
        return Arrays.stream(response.body().split("\r\n\r\n"))
                .filter(frame -> !frame.isBlank())
                .map(frame -> JsonMapper.shared().readTree(frame.substring("data: ".length())))
                .toList();
    }
}
