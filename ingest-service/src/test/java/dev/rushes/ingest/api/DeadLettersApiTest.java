package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobRequested;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.deadletters.Reopening.JobName;
import dev.rushes.runtime.deadletters.ReplayOrder;
import dev.rushes.runtime.rules.JobStanding;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DeadLettersApiTest {
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String REPLAY = LETTERS + "/replay";
    private static final UUID JOB = UUID.fromString("0197b0a2-77cc-7a01-8000-1234567890ab");

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
    void threeLetters() {
        server.deadLetters.away = false;
        server.deadLetters.letters.clear();
        server.deadLetters.orders.clear();
        server.deadLetters.filters.clear();
        for (int offset = 3; offset > 0; offset--) {
            server.deadLetters.letters.add(MemoryDeadLetters.letter(1, offset, JOB));
        }
    }

    @Test
    void aPageShowsLettersAndTheCursorTheRest() {
        List<String> places = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = json(server.get(LETTERS + "?limit=2" + next));
            page.path("letters")
                    .forEach(letter -> places.add(letter.path("place").asString()));
            next = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
        } while (!next.isEmpty());

        assertThat(places).containsExactly("rushes.split-dlt-1@3", "rushes.split-dlt-1@2", "rushes.split-dlt-1@1");
        JsonNode letter = json(server.get(LETTERS)).path("letters").path(0);
        assertThat(letter.path("stage").asString()).isEqualTo("split");
        assertThat(letter.path("original").path("topic").asString()).isEqualTo("rushes.split");
        assertThat(letter.path("original").path("offset").asLong()).isEqualTo(7);
        assertThat(letter.path("job").asString()).isEqualTo(JOB.toString());
        assertThat(letter.path("code").asString()).isEqualTo("DISK_FULL");
        assertThat(letter.path("kind").asString()).isEqualTo("TRANSIENT");
        assertThat(letter.path("attempts").asInt()).isEqualTo(3);
        assertThat(letter.path("fingerprint").path("pattern").asString()).isEqualTo("Expected room");
        assertThat(letter.path("replays").asInt()).isZero();
        assertThat(json(server.get(letter.path("self").asString()))
                        .path("letter")
                        .path("place")
                        .asString())
                .isEqualTo("rushes.split-dlt-1@3");
    }

    @Test
    void everyFilterIsUnderstood() {
        HttpResponse<String> answer = server.get(LETTERS + "?stage=split&tenant=acme&code=DISK_FULL&job=" + JOB
                + "&fingerprint=abc&from=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z&replayed=false");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.deadLetters.filters)
                .containsExactly(new LetterFilter(
                        Optional.of(FlowStage.SPLIT),
                        Optional.of("acme"),
                        Optional.of("DISK_FULL"),
                        Optional.of(JOB),
                        Optional.of("abc"),
                        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                        Optional.of(false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?stage=soup",
                "?job=1",
                "?from=yesterday",
                "?replayed=maybe",
                "?limit=0",
                "?color=red",
                "/groups?limit=1",
                "/groups?until=1"
            })
    void aFilterThatMeansNothingIsRefused(String query) {
        assertProblem(server.get(LETTERS + query), 400, "REQUEST_INVALID");
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        assertProblem(server.get(LETTERS + "?cursor=soup"), 400, "CURSOR_INVALID");
        assertProblem(server.post(REPLAY, "{\"filter\": {}, \"cursor\": \"soup\"}"), 400, "CURSOR_INVALID");
    }

    @Test
    void failuresAreCountedByWhatTheyHaveInCommon() {
        JsonNode groups = json(server.get(LETTERS + "/groups?stage=split"));

        assertThat(groups.path("complete").asBoolean()).isTrue();
        JsonNode group = groups.path("groups").path(0);
        assertThat(group.path("count").asInt()).isEqualTo(3);
        assertThat(group.path("code").asString()).isEqualTo("DISK_FULL");
        assertThat(group.path("tenants").path(0).asString()).isEqualTo("default");
        assertThat(server.get(group.path("sample").asString()).statusCode()).isEqualTo(200);
    }

    @Test
    void aLetterIsShownDecodedOrAsItIs() {
        JsonNode decoded = json(server.get(LETTERS + "/split/1/2"));
        assertThat(decoded.path("value").path("type").asString()).isEqualTo("dev.rushes.events.MediaStored");
        assertThat(decoded.path("value").path("json").path("a").path("b").asInt())
                .isEqualTo(1);
        assertThat(decoded.path("headers").path(0).path("value").path("text").asString())
                .isEqualTo("7");
        assertThat(decoded.path("error").asString()).isEqualTo("java.io.IOException");

        JsonNode noise = json(server.get(LETTERS + "/split/1/3"));
        assertThat(noise.path("value").path("why").asString()).startsWith("Expected a record");
        assertThat(noise.path("value").path("preview").path("text").asString()).isEqualTo("07ff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/split/1/99",
                "/soup/1/1",
                "/split/-1/1",
                "/split/1/x",
                "/split/1/99999999999999999999",
                "/split/99999999999/1"
            })
    void aPlaceWithoutALetterDoesNotExist(String place) {
        assertProblem(server.get(LETTERS + place), 404, "DEAD_LETTER_NOT_FOUND");
    }

    @Test
    void aReplayOfPlacesIsPassedOnAsItWasAskedFor() {
        JsonNode report = json(server.post(REPLAY, """
                {"places": ["rushes.split-dlt-1@3", "rushes.render-dlt-0@0"], "dryRun": true, "ratePerSecond": 2.5, "limit": 7,
                 "reason": "the disk has room again"}
                """));

        ReplayOrder order = server.deadLetters.orders.getFirst();
        assertThat(order.operator()).isEqualTo("local");
        assertThat(order.reason()).isEqualTo("the disk has room again");
        assertThat(order.dryRun()).isTrue();
        assertThat(order.perSecond()).hasValue(2.5);
        assertThat(order.limit()).hasValue(7);
        assertThat(((ReplayOrder.Selection.Places) order.selection()).places())
                .extracting(Object::toString)
                .containsExactly("rushes.split-dlt-1@3", "rushes.render-dlt-0@0");
        assertThat(report.path("dryRun").asBoolean()).isTrue();
        assertThat(report.path("counts").path("REPLAYED").asInt()).isEqualTo(1);
        assertThat(report.path("results")).hasSize(5);
        assertThat(report.path("results").path(1).path("run").asInt()).isEqualTo(2);
        assertThat(report.path("results").path(2).path("reason").asString()).isEqualTo("JOB_RUNNING");
        assertThat(report.path("left").asInt()).isEqualTo(5);
        assertThat(report.path("leftIsExact").asBoolean()).isFalse();
        assertThat(report.path("next").asString()).isEqualTo("12");
        assertThat(report.path("problem").asString()).isEqualTo("Expected an answer");
        assertThat(report.path("ratePerSecond").asDouble()).isEqualTo(2.5);
        assertThat(report.path("expectedSeconds").asDouble()).isEqualTo(2.4);
    }

    @Test
    void aReplayByFilterLeavesOutWhatWasReplayedUnlessItIsAskedFor() {
        for (String body : List.of(
                "{\"filter\": {\"code\": \"DISK_FULL\"}}", "{\"filter\": {\"replayed\": true}, \"cursor\": \"12\"}")) {
            assertThat(server.post(REPLAY, body).statusCode()).isEqualTo(200);
        }

        ReplayOrder.Selection.Matching first = matching(0);
        assertThat(first.filter().code()).contains("DISK_FULL");
        assertThat(first.filter().replayed()).contains(false);
        assertThat(matching(1).filter().replayed()).contains(true);
        assertThat(matching(1).cursor()).contains("12");
        assertThat(server.deadLetters.orders.getFirst().dryRun()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"filter\": {}, \"places\": []}",
                "{\"filter\": {\"stag\": \"split\"}}",
                "{\"filter\": \"split\"}",
                "{\"filter\": {}, \"dryrun\": true}",
                "{\"filter\": {}, \"dryRun\": 1}",
                "{\"filter\": {}, \"ratePerSecond\": 0}",
                "{\"filter\": {}, \"ratePerSecond\": 1e999999}",
                "{\"filter\": {}, \"limit\": 0}",
                "{\"filter\": {}, \"limit\": 1.5}",
                "{\"places\": [\"rushes.split-dlt-1@3\"], \"cursor\": \"12\"}",
                "{\"places\": [\"rushes.split-1@3\"]}",
                "{\"places\": [\"rushes.split-dlt-1@-3\"]}",
                "{\"places\": [7]}",
                "{\"places\": \"rushes.split-dlt-1@3\"}"
            })
    void anOrderThatIsNotUnderstoodReplaysNothing(String body) {
        assertProblem(server.post(REPLAY, body), 400, "REQUEST_INVALID");
        assertThat(server.deadLetters.orders).isEmpty();
    }

    @Test
    void malformedOrdersReplayNothing() {
        for (String body : List.of("", "[]", "{", "null", "{\"filter\": {}, \"filter\": {}}")) {
            assertProblem(server.post(REPLAY, body), 400, "JSON_MALFORMED");
        }
        assertProblem(
                server.send(server.request(REPLAY)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"filter\": {}}"))),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
        assertThat(server.post(REPLAY, " ".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(server.deadLetters.orders).isEmpty();
    }

    @Test
    void whileKafkaDoesNotAnswerWhoAsksHearsOfIt() {
        server.deadLetters.away = true;

        for (HttpResponse<String> answer : List.of(
                server.get(LETTERS),
                server.get(LETTERS + "/groups"),
                server.get(LETTERS + "/split/1/2"),
                server.post(REPLAY, "{\"filter\": {}}"))) {
            assertProblem(answer, 503, "DEAD_LETTERS_UNAVAILABLE");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).doesNotContain("127.0.0.1");
        }
    }

    // What a replay learns of jobs and asks for

    @Test
    void theLedgerSaysWhereAJobStands() {
        Reopening reopening = server.context.getBean(Reopening.class);
        UUID id = newJob();
        JobName job = new JobName("default", id);

        assertThat(standing(reopening, new JobName("default", UUID.randomUUID())))
                .isEqualTo(new JobStanding.Unknown());
        assertThat(standing(reopening, new JobName("somebody-else", id))).isEqualTo(new JobStanding.Unknown());
        assertThat(standing(reopening, job)).isEqualTo(new JobStanding.Running(1));
        server.happen(List.of(new Facts(id).failed(FlowStage.SPLIT)));
        assertThat(standing(reopening, job)).isEqualTo(new JobStanding.Over(1, false, true));
    }

    @Test
    void aJobThatIsOverIsReopenedOnceInTheWordsOfItsFirstRequestAndOnItsTrace() {
        Reopening reopening = server.context.getBean(Reopening.class);
        UUID id = newJob();
        JobName job = new JobName("default", id);
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(reopening.reopen(job, Optional.of(trace)).blockOptional(Duration.ofSeconds(20)))
                .as("a job that is not over")
                .isEmpty();
        server.happen(List.of(new Facts(id).failed(FlowStage.SPLIT)));
        server.log.facts.clear();

        assertThat(reopening.reopen(job, Optional.of(trace)).blockOptional(Duration.ofSeconds(20)))
                .contains(2);

        JobRequested request = (JobRequested) server.log.facts.getFirst();
        assertThat(request.getRun()).isEqualTo(2);
        assertThat(request.getTitle()).isEqualTo("Holiday");
        assertThat(server.log.headers.getLast()).containsEntry("traceparent", trace);
        assertThat(standing(reopening, job)).isEqualTo(new JobStanding.Running(2));
        assertThat(reopening.reopen(job, Optional.of(trace)).blockOptional(Duration.ofSeconds(20)))
                .isEmpty();
    }

    private static UUID newJob() {
        HttpResponse<String> answer = server.post(
                "/api/v1/jobs", "{\"source\": {\"url\": \"https://example.com/holiday.mov\"}, \"title\": \"Holiday\"}");
        return UUID.fromString(json(answer).path("id").asString());
    }

    private static JobStanding standing(Reopening reopening, JobName job) {
        return reopening.standing(job).blockOptional(Duration.ofSeconds(20)).orElseThrow();
    }

    private static ReplayOrder.Selection.Matching matching(int order) {
        return (ReplayOrder.Selection.Matching)
                server.deadLetters.orders.get(order).selection();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("Exception", "dev.rushes.");
    }
}
