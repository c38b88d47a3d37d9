package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.domain.Facts;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Every operation that is served, asked by everybody who has no business with it. A new operation is in these tests by itself. */
class ForeignAccessTest {
    /** Planted in everything that belongs to alpha. */
    private static final String CANARY = "canary-of-alpha";

    private static final String FIRST = "rsk_00000000000000aa_" + "A".repeat(43);
    private static final UUID JOB_OF_ALPHA = UUID.randomUUID();

    @TempDir
    static Path folder;

    private static ApiServer server;
    private static String userOfAlpha;
    private static String readerOfAlpha;
    private static String userOfBeta;
    private static String operator;
    private static String expired;
    private static String revoked;
    private static String uploadOfAlpha;
    private static String webhookOfAlpha;
    private static String deliveryOfAlpha;

    /** What is served: a method and a path, with alpha's things in the place of its variables. */
    private record Operation(HttpMethod method, String pattern) {
        String path() {
            return pattern.replaceAll("\\{id(:[^/]*)?}", idOfAlphas())
                    .replace("{index}", "0")
                    .replace("{delivery}", deliveryOfAlpha)
                    .replace("{stage}", "split")
                    .replace("{partition}", "0")
                    .replace("{offset}", "0")
                    .replace("{tenant}", "alpha")
                    .replace("/**", "/anything");
        }

        private String idOfAlphas() {
            if (pattern.startsWith(Addresses.FILES)) {
                return uploadOfAlpha;
            }
            return pattern.startsWith(Addresses.WEBHOOKS) ? webhookOfAlpha : JOB_OF_ALPHA.toString();
        }

        /** The same for a thing that nobody has. */
        Operation ofNobody() {
            return new Operation(
                    method,
                    pattern.replaceAll("\\{id(:[^/]*)?}", UUID.randomUUID().toString()));
        }

        Optional<Operations.Line> line() {
            return Operations.of(method, PathContainer.parsePath(path()));
        }

        boolean isForAnyone() {
            return line().orElseThrow().who().isEmpty();
        }

        ApiServer.Answer ask(Optional<String> key) {
            HttpRequest.Builder request = server.request(path())
                    .header(
                            "Content-Type",
                            pattern.startsWith("/api/v1/files")
                                    ? "application/offset+octet-stream"
                                    : "application/json")
                    .header("Tus-Resumable", "1.0.0")
                    .header("Upload-Offset", "0")
                    .method(
                            method.name(),
                            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)
                                            .contains(method)
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString("{}"));
            key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
            return server.beginning(request);
        }
    }

    @BeforeAll
    static void alphaHasAJobAndBetaAKey() {
        server = ApiServer.start(
                folder,
                "rushes.access.mode=api-key",
                "rushes.access.keys.first=" + FIRST,
                "rushes.access.keys.fresh=200ms",
                "rushes.access.recheck=500ms",
                "rushes.database.answer-timeout=20s",
                "rushes.access.failures.most=100000",
                "rushes.api.streams.patience=50ms");
        server.happen(new Facts(JOB_OF_ALPHA, "alpha", CANARY).life(2));
        userOfAlpha = key("alpha", "\"user\"", "");
        readerOfAlpha = key("alpha", "\"user:read\"", "");
        uploadOfAlpha = upload();
        webhookOfAlpha = webhook();
        deliveryOfAlpha = json(post("/api/v1/webhooks/" + webhookOfAlpha + "/test", "{}"))
                .path("id")
                .asString();
        userOfBeta = key("beta", "\"user\"", "");
        operator = key("alpha", "\"operator\"", "");
        expired = key(
                "alpha",
                "\"user\", \"operator\"",
                ", \"expiresAt\": \"" + Instant.now().plusMillis(400) + "\"");
        revoked = key("alpha", "\"user\", \"operator\"", "");
        assertThat(server.send(server.as(FIRST, "/api/v1/keys/" + id(revoked)).DELETE())
                        .statusCode())
                .isEqualTo(200);
        await(() -> status(expired) == 401 && status(revoked) == 401);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyOperationIsInTheTableOfWhoMayDoWhat() {
        assertThat(operations()).hasSizeGreaterThan(30).allSatisfy(operation -> assertThat(operation.line())
                .as(operation + " stands in no line of " + Operations.class.getSimpleName()
                        + ": say there who may do it, and give its path variables a value in this test")
                .isPresent());
        assertThat(operations()).noneMatch(operation -> operation.path().contains("{"));
    }

    @Test
    void onlyThePagesTheHealthAndSignedLinksAreForAnyone() {
        assertThat(operations().stream()
                        .filter(Operation::isForAnyone)
                        .map(Operation::pattern)
                        .distinct())
                .containsExactlyInAnyOrder("/api/v1/access", "/problems");
    }

    @Test
    void whoShowsNothingOrAKeyThatIsNotGoodGetsNowhere() {
        List<Optional<String>> strangers = List.of(
                Optional.empty(),
                Optional.of(expired),
                Optional.of(revoked),
                Optional.of(""),
                Optional.of("rsk_" + id(userOfAlpha) + "_" + "B".repeat(43)),
                Optional.of(userOfAlpha.substring(0, userOfAlpha.length() - 1)),
                Optional.of(userOfAlpha + "A"),
                Optional.of("rsk_ffffffffffffffff_" + "B".repeat(43)),
                Optional.of("eyJhbGciOiJub25lIn0.eyJ0ZW5hbnQiOiJhbHBoYSIsInJvbGVzIjpbIm9wZXJhdG9yIl19."));
        for (Operation operation : guarded()) {
            for (Optional<String> stranger : strangers) {
                ApiServer.Answer answer = operation.ask(stranger);
                assertThat(answer.statusCode())
                        .as("%s with %s", operation, stranger)
                        .isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"rushes\"");
                assertThat(answer.body()).doesNotContain(CANARY);
            }
        }
    }

    @Test
    void whoHasAnotherRoleOrMayOnlyLookIsRefused() {
        for (Operation operation : guarded()) {
            Operations.Line line = operation.line().orElseThrow();
            boolean forUsers = line.who().orElseThrow() == dev.rushes.ingest.access.Role.USER;
            boolean looks = line.right(operation.method()) == dev.rushes.ingest.access.Right.READ;
            ApiServer.Answer other = operation.ask(Optional.of(forUsers ? operator : userOfAlpha));
            assertThat(other.statusCode()).as("%s", operation).isEqualTo(403);
            if (!forUsers || !looks) {
                assertThat(operation.ask(Optional.of(readerOfAlpha)).statusCode())
                        .as("%s by a reader", operation)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aThingOfAnotherTenantLooksLikeOneThatDoesNotExist() {
        for (Operation operation : guarded()) {
            if (operation.line().orElseThrow().who().orElseThrow() == dev.rushes.ingest.access.Role.OPERATOR) {
                continue;
            }
            ApiServer.Answer foreign = operation.ask(Optional.of(userOfBeta));
            assertThat(foreign.body()).as("%s", operation).doesNotContain(CANARY, "alpha");
            if (operation.pattern().contains("{id")) {
                ApiServer.Answer missing = operation.ofNobody().ask(Optional.of(userOfBeta));
                assertThat(foreign.statusCode())
                        .as("%s", operation)
                        .isEqualTo(404)
                        .isEqualTo(missing.statusCode());
                assertThat(withoutNames(foreign)).isEqualTo(withoutNames(missing));
            }
        }
        assertThat(server.send(server.as(userOfAlpha, "/api/v1/jobs/" + JOB_OF_ALPHA))
                        .body())
                .as("the canary can be seen where it belongs")
                .contains(CANARY);
    }

    /** Without ids, and without the trace, which every request has of its own. */
    private static String withoutNames(ApiServer.Answer answer) {
        return answer.body().replaceAll("[0-9a-f-]{36}|(?<=\"traceId\":\")[0-9a-f]{32}", "ID");
    }

    @Test
    void theTenantOfAKeyIsTheTenantOfItsJobs() {
        String job = "{\"source\": {\"url\": \"https://example.com/a.mp4\"}}";
        HttpResponse<String> made = server.send(server.as(userOfBeta, "/api/v1/jobs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "one")
                .POST(HttpRequest.BodyPublishers.ofString(job)));
        HttpResponse<String> others = server.send(server.as(userOfAlpha, "/api/v1/jobs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "one")
                .POST(HttpRequest.BodyPublishers.ofString(job)));

        assertThat(made.statusCode()).isEqualTo(202);
        assertThat(json(others).path("id").asString())
                .as("the same idempotency key of another tenant is another job")
                .isNotEqualTo(json(made).path("id").asString());
        assertThat(server.log.facts)
                .anyMatch(fact -> fact instanceof dev.rushes.events.JobRequested asked
                        && asked.getTenant().equals("beta"));
    }

    @Test
    void aSignedLinkNeedsNoKeyAndSaysItself() {
        String body = server.send(server.as(userOfAlpha, "/api/v1/jobs/" + JOB_OF_ALPHA + "/outputs"))
                .body();
        String href = json(server.send(server.as(userOfAlpha, "/api/v1/jobs/" + JOB_OF_ALPHA + "/outputs")))
                .path("outputs")
                .path(0)
                .path("href")
                .asString();

        assertThat(body).contains("href");
        assertThat(server.get(href).statusCode())
                .as("good, but the object was never stored")
                .isEqualTo(404);
        assertThat(json(server.get(href)).path("code").asString()).isEqualTo("FILE_MISSING");
        assertThat(server.get(href.substring(0, href.length() - 1) + "x").statusCode())
                .isIn(403);
    }

    @Test
    void aTokenForAStreamOpensThatStreamAndNothingElse() {
        String path = "/api/v1/jobs/" + JOB_OF_ALPHA + "/events";
        HttpResponse<String> ticket =
                server.send(server.as(readerOfAlpha, path + "/token").POST(HttpRequest.BodyPublishers.noBody()));
        String token = json(ticket).path("token").asString();

        assertThat(ticket.statusCode()).isEqualTo(200);
        assertThat(server.get(json(ticket).path("href").asString()).body()).contains("event:snapshot", CANARY);
        for (String other : List.of(
                "/api/v1/jobs?token=" + token,
                "/api/v1/jobs/" + JOB_OF_ALPHA + "?token=" + token,
                "/api/v1/jobs/" + UUID.randomUUID() + "/events?token=" + token,
                "/api/v1//jobs/" + JOB_OF_ALPHA + "/events?token=" + token,
                path + "?token=" + token + "x",
                path + "?token=x" + token,
                path + "?token=" + token + "&token=" + token,
                path + "?token=")) {
            assertThat(server.get(other).statusCode()).as(other).isIn(401, 404);
        }
        assertThat(server.send(server.request(path + "?token=" + token).DELETE())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theStreamOfARevokedKeyEndsAndItsTokenOpensNone() {
        String key = key("beta", "\"user\"", "");
        UUID job = UUID.randomUUID();
        server.happen(List.of(new Facts(job, "beta").requested()));
        String path = "/api/v1/jobs/" + job + "/events";
        String href = json(server.send(server.as(key, path + "/token").POST(HttpRequest.BodyPublishers.noBody())))
                .path("href")
                .asString();
        var open = server.http.sendAsync(server.request(href).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(server.send(server.as(FIRST, "/api/v1/keys/" + id(key)).DELETE())
                        .statusCode())
                .isEqualTo(200);

        assertThat(open.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .body())
                .contains("event:snapshot")
                .doesNotContain("event:end");
        assertThat(server.get(href).statusCode()).isEqualTo(401);
    }

    @Test
    void theStreamOfATenantTellsOfItsJobsAlone() throws Exception {
        UUID job = UUID.randomUUID();
        server.happen(List.of(new Facts(job, "alpha", CANARY).requested()));
        String asked = "/api/v1/events?job=" + job + "&job=" + JOB_OF_ALPHA;
        for (String path : List.of("/api/v1/events", asked)) {
            ApiServer.Answer seen = server.beginning(server.as(userOfBeta, path));
            assertThat(seen.statusCode()).isEqualTo(200);
            assertThat(seen.body()).contains("event:snapshot").doesNotContain(job.toString(), JOB_OF_ALPHA.toString());
            assertThat(server.beginning(server.as(readerOfAlpha, path)).body()).contains(job.toString());
        }
        String place = server.beginning(server.as(readerOfAlpha, "/api/v1/events"))
                .body()
                .lines()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .orElseThrow()
                .substring(3);
        assertThat(server.beginning(server.as(userOfBeta, "/api/v1/events?lastEventId=" + place))
                        .body())
                .as("a place in another tenant's stream is none")
                .startsWith("event:reset");
    }

    @Test
    void aTokenForTheStreamOfATenantOpensItForItsTenantAndEndsWithItsKey() {
        String key = key("beta", "\"user:read\"", "");
        String href = json(server.send(
                        server.as(key, "/api/v1/events/token").POST(HttpRequest.BodyPublishers.noBody())))
                .path("href")
                .asString();
        String token = href.substring(href.indexOf('=') + 1);
        assertThat(server.get("/api/v1/jobs?token=" + token).statusCode()).isEqualTo(401);
        assertThat(server.get("/api/v1/jobs/" + JOB_OF_ALPHA + "/events?token=" + token)
                        .statusCode())
                .isEqualTo(401);
        var open = server.http.sendAsync(server.request(href).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(server.send(server.as(FIRST, "/api/v1/keys/" + id(key)).DELETE())
                        .statusCode())
                .isEqualTo(200);

        assertThat(open.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .body())
                .contains("event:snapshot");
        assertThat(server.get(href).statusCode()).isEqualTo(401);
    }

    private static List<Operation> guarded() {
        return operations().stream()
                .filter(operation -> !operation.isForAnyone())
                .toList();
    }

    /** All operations with a path of their own, from Spring's own table. */
    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        server.context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .forEach(info -> info.getPatternsCondition().getPatterns().forEach(pattern -> {
                    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
                    (methods.isEmpty() ? Stream.of(RequestMethod.values()) : methods.stream())
                            .filter(method -> method != RequestMethod.TRACE && method != RequestMethod.HEAD)
                            .map(method -> new Operation(method.asHttpMethod(), pattern.getPatternString()))
                            .forEach(operations::add);
                }));
        return operations.stream()
                .distinct()
                .sorted(Comparator.comparing(Operation::toString))
                .toList();
    }

    private static String upload() {
        HttpResponse<String> made = server.send(server.as(userOfAlpha, "/api/v1/files")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "1000")
                .header(
                        "Upload-Metadata",
                        "filename " + Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String location = made.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String webhook() {
        HttpResponse<String> made =
                post("/api/v1/webhooks", "{\"url\": \"https://example.com/\", \"description\": \"" + CANARY + "\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made).path("id").asString();
    }

    private static HttpResponse<String> post(String path, String body) {
        return server.send(server.as(userOfAlpha, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String key(String tenant, String scopes, String more) {
        HttpResponse<String> made = server.send(server.as(FIRST, "/api/v1/keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"tenant\": \"" + tenant
                        + "\", \"label\": \"test\", \"scopes\": [" + scopes + "]" + more + "}")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made).path("secret").asString();
    }

    private static String id(String key) {
        return key.substring(4, 20);
    }

    private static int status(String key) {
        return server.send(server.as(key, "/api/v1/jobs")).statusCode();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }
}
