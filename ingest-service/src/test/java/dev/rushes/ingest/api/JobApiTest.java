package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ControlAction;
import dev.rushes.events.JobPriority;
import dev.rushes.events.JobRequested;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs over HTTP: terms, lists, changes, reasons, costs. */
class JobApiTest {
    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                folder,
                "rushes.cost.watch-interval=100ms",
                "rushes.cost.tokens-per-minute.local=60000",
                "rushes.cost.micro-dollars-per-million-tokens.local=1000000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void calm() {
        server.log.away = false;
        server.log.facts.clear();
        server.log.commands.clear();
        server.cluster.reset();
    }

    // Asking

    @Test
    void aJobCarriesItsTerms() {
        JsonNode job = get(ask("""
            {"source": {"url": "https://example.com/a.mov"}, "deadline": "2h", "webhook": {"url": "https://hooks.example.com/x", "events": ["job.failed"], "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
             "budget": {"dollars": 0.25, "cpuSeconds": 90}, "priority": "high", "options": {"onChunkFailure": "fail"}}
            """));

        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat(fact.getOptions().getDeadlineAt())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(119)),
                        Instant.now().plus(Duration.ofMinutes(121)));
        assertThat(fact.getWebhook().getUrl()).isEqualTo("https://hooks.example.com/x");
        assertThat(fact.getWebhook().getEvents()).containsExactly("job.failed");
        assertThat(fact.getWebhook().getSealedSecret())
                .startsWith("v1.")
                .doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(fact.getOptions().getBudgetMicroDollars()).isEqualTo(250_000);
        assertThat(fact.getOptions().getBudgetCpuMillis()).isEqualTo(90_000);
        assertThat(job.path("deadline").asString()).isNotEmpty();
        assertThat(job.path("cost").path("budget").path("dollars").asDouble()).isEqualTo(0.25);
        assertThat(job.path("priority").asString()).isEqualTo("HIGH");

        server.happen(List.of(new Facts(fact.getJobId()).failed(FlowStage.SPLIT)));
        assertThat(server.post("/api/v1/jobs/" + fact.getJobId() + "/retry", "").statusCode())
                .isEqualTo(202);
        assertThat(((JobRequested) server.log.facts.getLast()).getWebhook())
                .as("a later run tells the same")
                .isEqualTo(fact.getWebhook());
    }

    @Test
    void anUploadNamesTheAddressOfItsWebhook() {
        assertThat(server.upload("?webhook=https://hooks.example.com/x", new byte[] {1})
                        .statusCode())
                .isEqualTo(202);
        assertThat(((JobRequested) server.log.facts.getLast()).getWebhook().getUrl())
                .isEqualTo("https://hooks.example.com/x");

        assertThat(server.upload("?webhook=http://10.0.0.1/x", new byte[] {1}).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsWrongWithTheTermsIsToldInOneGo() {
        HttpResponse<String> answer = server.post("/api/v1/jobs", """
            {"source": {"url": "https://example.com/a.mov"}, "deadline": "2001-01-01T00:00:00Z", "webhook": {"url": "http://10.0.0.1/x", "events": ["job.soup"], "secret": "short"},
             "budget": {"dollars": -1, "euros": 3}, "labels": {"a": 1}}
            """);

        assertThat(answer.statusCode()).isEqualTo(400);
        List<String> fields = new ArrayList<>();
        json(answer)
                .path("errors")
                .forEach(error -> fields.add(error.path("field").asString()));
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "/deadline",
                        "/webhook/url",
                        "/webhook/events/0",
                        "/webhook/secret",
                        "/budget/dollars",
                        "/budget/euros",
                        "/labels/a");
    }

    @Test
    void theSameKeyWithAnotherTitleIsAnotherRequest() {
        String key = UUID.randomUUID().toString();
        String wish = "{\"source\": {\"url\": \"https://example.com/a.mov\"}, \"title\": \"A\", \"deadline\": \"2h\"}";

        assertThat(keyed(key, wish).statusCode()).isEqualTo(202);
        assertThat(keyed('"' + key + '"', wish.replace("\"title\": \"A\"", " \"title\":\"A\""))
                        .statusCode())
                .as("quoted or bare, whatever the spaces")
                .isEqualTo(202);
        HttpResponse<String> other = keyed(key, wish.replace("\"A\"", "\"B\""));
        assertThat(other.statusCode()).isIn(409, 422);
        assertThat(json(other).path("code").asString()).startsWith("IDEMPOTENCY_KEY_");
        assertThat(server.log.facts).hasSize(1);
    }

    // Deadlines and budgets

    @Test
    void aJobWhoseDeadlinePassesIsFailedAndItsWorkStopped() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}, \"deadline\": \"300ms\"}");

        ApiTest.await("the job fails", () -> state(id).equals("FAILED"));

        JsonNode job = get(id);
        assertThat(job.path("failure").path("code").asString()).isEqualTo("DEADLINE_PASSED");
        assertThat(job.path("failure").path("kind").asString()).isEqualTo("BUSINESS");
        assertThat(server.log.commands).anySatisfy(command -> {
            assertThat(command.getAction()).isEqualTo(ControlAction.CANCEL);
            assertThat(command.getJobId()).isEqualTo(id);
        });
        assertThat(server.post("/api/v1/jobs/" + id + "/retry", "").statusCode())
                .isEqualTo(202);
        JobRequested again = (JobRequested) server.log.facts.getLast();
        assertThat(again.getOptions().getDeadlineAt())
                .as("a new run has no deadline that is past")
                .isNull();
    }

    @Test
    void aJobThatCostsMoreThanItMayIsFailedAndNotRunAgain() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}, \"budget\": {\"dollars\": 0.00002}}");
        Facts facts = new Facts(id);
        server.happen(List.of(facts.started(FlowStage.ANALYSIS), facts.spent(FlowStage.ANALYSIS, 1, 100, 20)));
        assertThat(state(id)).as("exactly the budget is allowed").isEqualTo("RUNNING");

        server.happen(List.of(facts.spent(FlowStage.ANALYSIS, 2, 100, 1)));
        ApiTest.await("the job fails", () -> state(id).equals("FAILED"));

        assertThat(get(id).path("failure").path("code").asString()).isEqualTo("BUDGET_EXCEEDED");
        HttpResponse<String> retry = server.post("/api/v1/jobs/" + id + "/retry", "");
        assertThat(retry.statusCode()).isEqualTo(409);
        assertThat(json(retry).path("code").asString()).isEqualTo("BUDGET_EXCEEDED");
    }

    @Test
    void aJobTellsWhatItHasCostAndWhatItShould() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}}");
        assertThat(get(id).path("cost").has("estimate")).isFalse();
        List<JobFact> life = new ArrayList<>(new Facts(id).life(3));
        life.removeFirst();
        server.happen(life);

        JsonNode cost = get(id).path("cost");
        assertThat(cost.path("spent").path("cpuSeconds").asDouble()).isEqualTo(4.5);
        assertThat(cost.path("spent").path("microDollars").asLong()).isEqualTo(21);
        assertThat(cost.path("stages").path("analysis").path("tokensIn").asLong())
                .isEqualTo(30);
        assertThat(cost.path("bytesStored").asLong())
                .as("footage, 3 chunks, 3 findings, timeline, film")
                .isEqualTo(9 * 1234);
        JsonNode estimate = cost.path("estimate");
        assertThat(estimate.path("analysisMinutes").asDouble()).isEqualTo(0.5);
        assertThat(estimate.path("tokens").asLong()).isEqualTo(30_000);
        assertThat(estimate.path("microDollars").asLong()).isEqualTo(30_000);
    }

    @Test
    void whatAJobWouldCostIsToldFromTheLengthOfItsFootage() {
        JsonNode answer = estimate("{\"footage\": {\"duration\": \"10m\"}, \"options\": {\"duration\": \"30s\"}}");

        assertThat(answer.path("basis").path("kind").asString()).isEqualTo("length");
        assertThat(answer.path("basis").path("seconds").asDouble()).isEqualTo(600);
        JsonNode estimate = answer.path("estimate");
        assertThat(estimate.path("analysisMinutes").asDouble()).isEqualTo(10);
        assertThat(estimate.path("tokens").asLong()).isEqualTo(600_000);
        assertThat(estimate.path("microDollars").asLong()).isEqualTo(600_000);
        assertThat(estimate.path("cpuSeconds").path("analysis").asDouble()).isEqualTo(180);
        assertThat(estimate.path("cpuSeconds").path("render").asDouble())
                .as("of the film, not of the footage")
                .isEqualTo(45);
        assertThat(estimate(
                                "{\"footage\": {\"duration\": 600}, \"recipe\": \"analyze\", \"options\": {\"analyzer\": \"cheap\"}}")
                        .path("estimate")
                        .path("cpuSeconds")
                        .has("render"))
                .isFalse();
    }

    @Test
    void whereOnlyTheSizeIsKnownTheLengthIsGuessedAndThatIsSaid() {
        JsonNode answer = estimate("{\"footage\": {\"bytes\": 1258291200}}");

        assertThat(answer.path("basis").path("kind").asString()).isEqualTo("size");
        assertThat(answer.path("basis").path("seconds").asDouble()).isEqualTo(600);
        assertThat(answer.path("basis").path("message").asString()).contains("guessed");
        assertThat(answer.path("estimate").path("bytesStored").asLong()).isGreaterThan(2 * 1258291200L);
        assertThat(server.log.facts).as("nothing was asked for").isEmpty();
    }

    @Test
    void aModelIsNotFreeBecauseNobodySetItsRates() {
        JsonNode answer = estimate("{\"footage\": {\"duration\": \"10m\"}, \"options\": {\"analyzer\": \"gemini\"}}");

        assertThat(answer.path("estimate").path("microDollars").asLong()).isEqualTo(61_600);
    }

    @Test
    void anEstimateOfNothingIsRefused() {
        for (String wrong : List.of(
                "{}",
                "{\"footage\": {}}",
                "{\"footage\": {\"duration\": \"-1s\"}}",
                "{\"footage\": {\"bytes\": 0}}",
                "{\"footage\": {\"duration\": \"1m\"}, \"options\": {\"analyzer\": \"No!\"}}",
                "{\"footage\": {\"duration\": \"1m\"}, \"recipe\": \"soup\"}",
                "{\"footage\": {\"duration\": \"1m\"}, \"source\": {}}")) {
            HttpResponse<String> answer = server.post("/api/v1/jobs/estimate", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(json(answer).path("code").asString()).isEqualTo("REQUEST_INVALID");
        }
    }

    @Test
    void anUploadMayHaveABudget() {
        assertThat(server.upload("?budgetDollars=0.25&budgetCpuSeconds=90", new byte[] {1})
                        .statusCode())
                .isEqualTo(202);
        JobRequested fact = (JobRequested) server.log.facts.getLast();
        assertThat(fact.getOptions().getBudgetMicroDollars()).isEqualTo(250_000);
        assertThat(fact.getOptions().getBudgetCpuMillis()).isEqualTo(90_000);
        assertThat(server.upload("?budgetDollars=many", new byte[] {1}).statusCode())
                .isEqualTo(400);
    }

    private static JsonNode estimate(String question) {
        HttpResponse<String> answer = server.post("/api/v1/jobs/estimate", question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    // Lists

    @Test
    void aListIsFilteredSearchedCountedAndPaged() {
        String mark = "m" + UUID.randomUUID().toString().substring(0, 8);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(ask(
                    "{\"source\": {\"url\": \"https://example.com/birthday_party-%d.mov\"}, \"title\": \"%s Größe\", \"labels\": {\"mark\": \"%s\", \"n\": \"%d\"}, \"priority\": \"%s\", \"recipe\": \"%s\"}"
                            .formatted(i, mark, mark, i, i == 0 ? "high" : "low", i < 2 ? "analyze" : "highlights")));
        }
        server.happen(List.of(new Facts(ids.get(4)).failed(FlowStage.SPLIT)));

        assertThat(list("label=mark:" + mark)).hasSize(5);
        assertThat(list("label=mark:" + mark + "&label=n:3")).containsExactly(ids.get(3));
        assertThat(list("q=" + mark + "&priority=high")).containsExactly(ids.get(0));
        assertThat(list("q=" + mark + "&recipe=analyze")).containsExactly(ids.get(1), ids.get(0));
        assertThat(list("q=" + mark + "%20party%20gr%C3%B6")).hasSize(5);
        assertThat(list("q=" + ids.get(2))).containsExactly(ids.get(2));
        assertThat(list("q=" + mark + "%20stage%20timeout"))
                .as("text of the failure")
                .containsExactly(ids.get(4));
        assertThat(list("q=" + mark + "%20nothing")).isEmpty();
        assertThat(list("q=" + mark + "&state=failed,completed")).containsExactly(ids.get(4));
        assertThat(list("q=" + mark + "&createdAfter=2999-01-01T00:00:00Z")).isEmpty();
        JsonNode counts =
                json(server.get("/api/v1/jobs?q=" + mark + "&state=failed")).path("counts");
        assertThat(counts.path("REQUESTED").asInt())
                .as("counts are for all states")
                .isEqualTo(4);
        assertThat(counts.path("FAILED").asInt()).isEqualTo(1);

        HttpResponse<String> first = server.get("/api/v1/jobs?q=" + mark + "&limit=3");
        String link = first.headers().firstValue("Link").orElseThrow();
        assertThat(link).startsWith("</api/v1/jobs?").endsWith(">; rel=\"next\"");
        HttpResponse<String> second = server.get(link.substring(1, link.indexOf('>')));
        assertThat(json(second).path("jobs")).hasSize(2);
        assertThat(second.headers().firstValue("Link")).isEmpty();
    }

    // Changes

    @Test
    void titleLabelsAndPriorityChangeAndTheChangeIsAFact() {
        UUID id = ask(
                "{\"source\": {\"url\": \"https://example.com/a.mov\"}, \"title\": \"Old\", \"labels\": {\"a\": \"1\","
                        + " \"b\": \"2\"}}");
        HttpResponse<String> before = server.get("/api/v1/jobs/" + id);
        assertThat(before.headers().firstValue("ETag")).contains("\"0\"");

        HttpResponse<String> answer = patch(
                id, "{\"title\": \"New\", \"labels\": {\"a\": null, \"c\": \"3\"}, \"priority\": \"high\"}", "\"0\"");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
        JsonNode job = json(answer);
        assertThat(job.path("title").asString()).isEqualTo("New");
        assertThat(job.path("labels").propertyNames()).containsExactlyInAnyOrder("b", "c");
        assertThat(job.path("labels").path("c").asString()).isEqualTo("3");
        assertThat(job.path("priority").asString()).isEqualTo("HIGH");
        assertThat(server.log.commands).singleElement().satisfies(command -> {
            assertThat(command.getAction()).isEqualTo(ControlAction.SET_PRIORITY);
            assertThat(command.getPriority()).isEqualTo(JobPriority.HIGH);
        });
        assertThat(server.get("/api/v1/jobs/" + id + "/logs").body()).contains("job.amended");
        server.happen(List.of(new Facts(id).failed(FlowStage.SPLIT)));
        assertThat(server.post("/api/v1/jobs/" + id + "/retry", "").statusCode())
                .isEqualTo(202);
        JobRequested again = (JobRequested) server.log.facts.getLast();
        assertThat(again.getTitle()).isEqualTo("New");
        assertThat(again.getPriority()).isEqualTo(JobPriority.HIGH);
    }

    @Test
    void aChangeOfSomethingThatHasChangedIsRefused() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}}");
        assertThat(patch(id, "{\"title\": \"one\"}", "\"0\"").statusCode()).isEqualTo(200);

        HttpResponse<String> late = patch(id, "{\"title\": \"two\"}", "\"0\"");

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(json(late).path("code").asString()).isEqualTo("JOB_CHANGED");
        assertThat(late.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(patch(id, "{\"title\": \"two\"}", "W/\"1\"").statusCode()).isEqualTo(412);
        assertThat(patch(id, "{\"title\": null}", "*").statusCode()).isEqualTo(200);
        assertThat(get(id).has("title")).isFalse();
        assertThat(patch(id, "{\"title\": \"three\"}", "").statusCode()).isEqualTo(200);
    }

    @Test
    void badChangesAreTheCallersFault() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}}");
        for (String body : List.of(
                "",
                "[]",
                "{}",
                "{\"state\": \"COMPLETED\"}",
                "{\"state\": null}",
                "{\"title\": 1}",
                "{\"labels\": []}",
                "{\"labels\": null}",
                "{\"priority\": null}",
                "{\"priority\": \"soon\"}",
                "{\"title\": \"" + "x".repeat(300) + "\"}")) {
            assertThat(patch(id, body, "").statusCode()).as(body).isEqualTo(400);
        }
        server.happen(List.of(new Facts(id).completed()));
        assertThat(patch(id, "{\"priority\": \"low\"}", "").statusCode()).isEqualTo(409);
        assertThat(patch(id, "{\"title\": \"still\"}", "").statusCode()).isEqualTo(200);
        assertThat(patch(UUID.randomUUID(), "{\"title\": \"x\"}", "").statusCode())
                .isEqualTo(404);
    }

    // Why it waits

    @Test
    void aJobSaysWhyItWaits() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}}");
        assertThat(waiting(id)).isEqualTo("NO_WORKER");

        server.cluster.joins("w1", FlowStage.UPLOAD, 0);
        assertThat(waiting(id)).isEqualTo("QUEUED");

        server.cluster.pause(FlowStage.UPLOAD, "test").block();
        assertThat(waiting(id)).isEqualTo("STAGE_PAUSED");
        server.cluster.resume(FlowStage.UPLOAD, "test").block();

        Facts facts = new Facts(id);
        server.happen(List.of(facts.started(FlowStage.UPLOAD), facts.retrying(FlowStage.UPLOAD, 1)));
        assertThat(waiting(id)).isEqualTo("RETRY");
        assertThat(get(id).path("waiting").path("message").asString())
                .startsWith("Try 2 of the upload stage is due")
                .contains("longer");

        server.happen(List.of(facts.postponed(FlowStage.UPLOAD, "SOURCE_THROTTLED")));
        assertThat(waiting(id)).isEqualTo("THROTTLED");

        server.happen(List.of(facts.postponed(FlowStage.UPLOAD, "GEMINI_UNFINISHED")));
        assertThat(waiting(id)).as("nobody asked to slow down").isEqualTo("UNFINISHED");
        assertThat(get(id).path("waiting").path("message").asString())
                .startsWith("A long chunk is done in several tries; the next one is due");

        server.happen(List.of(facts.cancelled()));
        assertThat(get(id).has("waiting")).isFalse();
    }

    @Test
    void aJobNamesTheTraceOfItsWork() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}}");
        assertThat(get(id).has("traceId")).as("nothing is done yet").isFalse();

        server.happen(List.of(new Facts(id).started(FlowStage.UPLOAD)));

        assertThat(get(id).path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    // Errors

    @Test
    void whatTheFrameworkRefusesSaysWhatWasExpectedAndWhatCame() {
        HttpResponse<String> method = server.send(server.request("/api/v1/jobs").DELETE());
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(json(method).path("detail").asString()).contains("GET, POST").contains("DELETE");
        assertThat(method.headers().firstValue("Allow")).contains("GET, POST");
        HttpResponse<String> type = server.send(server.request("/api/v1/jobs")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString("a;b")));
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(json(type).path("detail").asString())
                .contains("application/json")
                .contains("text/csv");
        assertThat(json(server.get("/api/v1/soup")).path("instance").asString()).isEqualTo("/api/v1/soup");
    }

    @Test
    void noRequestHoweverOddIsOurFault() {
        UUID id = ask("{\"source\": {\"url\": \"https://example.com/a.mov\"}}");
        long seed = 20261128;
        Random random = new Random(seed);
        List<String> paths = List.of(
                "/api/v1/jobs",
                "/api/v1/jobs/" + id,
                "/api/v1/jobs/" + id + "/logs",
                "/api/v1/jobs/" + id + "/chunks",
                "/api/v1/jobs/" + id + "/retry",
                "/api/v1/jobs/" + id + "/timeline",
                "/api/v1/queues",
                "/api/v1/system");
        List<String> names =
                List.of("q", "state", "label", "limit", "cursor", "createdAfter", "priority", "after", "offset", "x");
        List<String> values = List.of(
                "%00",
                "'",
                "%27:*",
                "a%20%7C%20b",
                "!",
                "%5C",
                "-1",
                "99999999999999999999",
                "%F0%9F%98%80",
                "%ED%A0%80",
                "a:b",
                ":",
                "a:%00",
                "2026-13-45",
                "MTIzNDU2Nzg5MC94",
                "%25",
                "(((",
                "%26%26",
                "NaN",
                "low",
                "+%2B");
        List<String> bodies = List.of(
                "",
                "{",
                "[]",
                "{\"title\":\"\\u0000\"}",
                "{\"labels\":{\"\":\"\"}}",
                "{\"labels\":{\"\\u0000\":null}}",
                "{\"title\":\"\\ud800\"}",
                "{\"priority\":[]}",
                "{\"deadline\":1e300}",
                "{\"budget\":{\"dollars\":1e999}}",
                "\uFEFF{}");
        List<String> methods = List.of("GET", "POST", "PATCH", "PUT", "OPTIONS");
        for (int round = 0; round < 400; round++) {
            StringBuilder path = new StringBuilder(pick(random, paths));
            for (int i = random.nextInt(3); i > 0; i--) {
                path.append(path.indexOf("?") < 0 ? '?' : '&')
                        .append(pick(random, names))
                        .append('=')
                        .append(pick(random, values));
            }
            HttpRequest.Builder request = server.request(path.toString())
                    .method(
                            pick(random, methods),
                            HttpRequest.BodyPublishers.ofString(pick(random, bodies), StandardCharsets.UTF_8));
            if (random.nextBoolean()) {
                request.header(
                        "Content-Type",
                        pick(random, List.of("application/json", "application/merge-patch+json", "x", "text/plain")));
            }
            if (random.nextInt(4) == 0) {
                request.header(
                        pick(random, List.of("If-Match", "Idempotency-Key", "Accept", "Range", "Last-Event-ID")),
                        pick(random, List.of("\"", "\"0\", x", "é", "*", "\"\"", ";;", "a/b/c")));
            }
            HttpResponse<String> answer = server.send(request);
            assertThat(answer.statusCode())
                    .as("seed %d, round %d, %s: %s", seed, round, path, answer.body())
                    .isBetween(200, 499);
        }
    }

    private static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static UUID ask(String wish) {
        HttpResponse<String> answer = server.post("/api/v1/jobs", wish);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return UUID.fromString(json(answer).path("id").asString());
    }

    private static JsonNode get(UUID id) {
        return json(server.get("/api/v1/jobs/" + id));
    }

    private static String state(UUID id) {
        return get(id).path("state").asString();
    }

    private static String waiting(UUID id) {
        return get(id).path("waiting").path("reason").asString();
    }

    private static List<UUID> list(String query) {
        HttpResponse<String> answer = server.get("/api/v1/jobs?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<UUID> ids = new ArrayList<>();
        json(answer)
                .path("jobs")
                .forEach(job -> ids.add(UUID.fromString(job.path("id").asString())));
        return ids;
    }

    private static HttpResponse<String> patch(UUID id, String body, String tag) {
        HttpRequest.Builder request = server.request("/api/v1/jobs/" + id)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body));
        return server.send(tag.isEmpty() ? request : request.header("If-Match", tag));
    }

    private static HttpResponse<String> keyed(String key, String body) {
        return server.send(server.request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
