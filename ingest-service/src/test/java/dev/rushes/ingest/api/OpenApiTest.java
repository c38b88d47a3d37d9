package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.domain.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springdoc.webflux.api.OpenApiWebfluxResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * docs/openapi.json is what the running program says of itself, with what openapi.yaml of the test resources adds. {@code -Drushes.openapi.commit=true}
 * writes it anew.
 */
class OpenApiTest {
    private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");
    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @TempDir
    static Path folder;

    private static ObjectNode document;
    private static ObjectNode said;

    @BeforeAll
    static void read() throws IOException {
        said = overlay();
        try (ApiServer server = ApiServer.start(
                folder,
                "springdoc.api-docs.enabled=true",
                "springdoc.use-fqn=true",
                "springdoc.packages-to-scan=dev.rushes.ingest",
                "springdoc.paths-to-match=/api/**",
                "springdoc.default-produces-media-type=application/json",
                "springdoc.api-docs.version=openapi_3_1")) {
            // Not over HTTP: springdoc reads class files, which no event loop may.
            byte[] bytes = server.context
                    .getBean(OpenApiWebfluxResource.class)
                    .openapiJson(MockServerHttpRequest.get("/v3/api-docs").build(), "/v3/api-docs", Locale.ROOT)
                    .block();
            document = shortNames(oneAddressForEachFile((ObjectNode) JSON.readTree(Objects.requireNonNull(bytes))));
        }
    }

    /** Schemas with the names of their classes; where two have the same, each with the name of the class around it. */
    private static ObjectNode shortNames(ObjectNode whole) {
        ObjectNode schemas = (ObjectNode) whole.path("components").path("schemas");
        Map<String, List<String>> longNames = schemas.propertyNames().stream()
                .collect(Collectors.groupingBy(name -> name.substring(separator(name) + 1)));
        Map<String, String> names = new TreeMap<>();
        longNames.forEach((name, all) -> all.forEach(
                its -> names.put(its, all.size() == 1 ? name : around(its).replace("Controller", "") + name)));
        assertThat(new TreeSet<>(names.values())).as("%s", names).hasSameSizeAs(names.keySet());
        ObjectNode renamed = JSON.createObjectNode();
        names.forEach((its, name) -> renamed.set(name, schemas.get(its)));
        ((ObjectNode) whole.path("components")).set("schemas", renamed);
        rename(whole, names);
        return whole;
    }

    private static int separator(String name) {
        return Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
    }

    private static String around(String name) {
        String outer = name.substring(0, separator(name));
        return outer.substring(separator(outer) + 1);
    }

    private static void rename(JsonNode node, Map<String, String> names) {
        String reference = node.path("$ref").asString("");
        if (reference.startsWith(SCHEMAS)) {
            String name = URLDecoder.decode(reference.substring(SCHEMAS.length()), StandardCharsets.UTF_8);
            ((ObjectNode) node).put("$ref", SCHEMAS + names.getOrDefault(name, name));
        }
        node.forEach(child -> rename(child, names));
    }

    /** An upload by its id and an object behind a signed link have one address for who does not know the difference, such as OpenAPI. */
    private static ObjectNode oneAddressForEachFile(ObjectNode whole) {
        ObjectNode paths = (ObjectNode) whole.path("paths");
        paths.remove(Addresses.FILES);
        ObjectNode links = (ObjectNode) paths.remove(Addresses.FILES + "**");
        ObjectNode files = paths.withObject("/" + (Addresses.FILES + "{id}").replace("/", "~1"));
        links.propertyNames().stream()
                .filter(method -> !files.has(method))
                .forEach(method -> files.set(method, links.get(method)));
        return whole;
    }

    @Test
    void theCommittedDocumentIsWhatTheProgramSays() throws IOException {
        String now = JSON.writeValueAsString(sorted(described())) + "\n";
        if (Boolean.getBoolean("rushes.openapi.commit")) {
            Files.writeString(COMMITTED, now);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as("the API has changed: run \"mvn -pl ingest-service -am test -Dtest=OpenApiTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Drushes.openapi.commit=true\" and commit"
                        + " docs/openapi.json")
                .isEqualTo(now);
    }

    @Test
    void everyOperationIsExplainedAndNothingElseIs() {
        assertThat(new TreeSet<>(said.path("operations").propertyNames()))
                .as("openapi.yaml of the test resources")
                .isEqualTo(operations(document).keySet());
    }

    @Test
    void everySuccessSaysInWhatTypeItComes() {
        operations(described()).forEach((name, operation) -> {
            List<String> successes = operation.path("responses").propertyNames().stream()
                    .filter(status -> status.startsWith("2") || status.startsWith("3"))
                    .toList();
            assertThat(successes).as(name).isNotEmpty();
            successes.forEach(status -> assertThat(operation
                            .path("responses")
                            .path(status)
                            .path("content")
                            .propertyNames())
                    .as("%s %s", name, status)
                    .doesNotContain("*/*"));
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        ObjectNode whole = described();
        Set<String> dangling = new TreeSet<>();
        references(whole, reference -> {
            if (whole.at(reference.substring(1)).isMissingNode()) {
                dangling.add(reference);
            }
        });
        assertThat(dangling).isEmpty();
    }

    @Test
    void everyProblemOfThePromisedOnesHasAnExample() {
        operations(described()).forEach((name, operation) -> operation
                .path("responses")
                .properties()
                .forEach(response -> {
                    JsonNode problem = response.getValue().path("content").path("application/problem+json");
                    if (!problem.isMissingNode() && !response.getKey().equals("default")) {
                        assertThat(problem.path("examples").size()).as(name).isPositive();
                    }
                }));
    }

    private static ObjectNode described() {
        ObjectNode whole = document.deepCopy();
        whole.remove("servers");
        whole.set("info", said.path("info"));
        whole.set("tags", said.path("tags"));
        ObjectNode schemas = (ObjectNode) whole.withObject("/components/schemas");
        said.path("schemas").properties().forEach(schema -> schemas.set(schema.getKey(), schema.getValue()));
        schemas.set("Problem", problemSchema());
        whole.withObject("/components/securitySchemes").set("caller", said.path("security"));
        operations(whole).forEach((name, operation) -> describe(name, operation));
        prune(whole, schemas);
        return whole;
    }

    /** Without the schemas of what is of the framework. */
    private static void prune(ObjectNode whole, ObjectNode schemas) {
        boolean pruned = true;
        while (pruned) {
            Set<String> used = new TreeSet<>();
            references(whole, used::add);
            List<String> unused = schemas.propertyNames().stream()
                    .filter(name -> !used.contains("#/components/schemas/" + name))
                    .toList();
            unused.forEach(schemas::remove);
            pruned = !unused.isEmpty();
        }
    }

    private static void describe(String name, ObjectNode operation) {
        JsonNode its = said.path("operations").path(name);
        operation.put("summary", its.path("summary").asString(""));
        operation.set("tags", JSON.createArrayNode().add(its.path("tag").asString("")));
        operation.put("operationId", id(name));
        ArrayNode parameters = parameters(name, operation);
        its.path("parameters")
                .forEach(parameter -> parameters.add(
                        parameter.isString()
                                ? said.path("parameters")
                                        .path(parameter.asString().substring(1))
                                : parameter));
        if (parameters.isEmpty()) {
            operation.remove("parameters");
        }
        operation.remove("requestBody");
        if (its.has("body")) {
            Map<String, Object> content = new LinkedHashMap<>();
            String schema =
                    "#/components/schemas/" + its.path("body").path("schema").asString();
            its.path("body")
                    .path("types")
                    .forEach(type -> content.put(type.asString(), Map.of("schema", Map.of("$ref", schema))));
            operation.set("requestBody", node(Map.of("content", content)));
        }
        ObjectNode responses = operation.withObject("/responses");
        if (its.has("answers")) {
            answers(responses, its.path("answers"));
        }
        ObjectNode problems = (ObjectNode) its.path("problems").deepCopy();
        protect(name, operation, problems);
        problems.properties().forEach(problem -> responses.set(problem.getKey(), problem(problem)));
        responses.set("default", node(Map.of("description", "A problem", "content", content(Map.of()))));
    }

    /** The statuses and media types of success, where they are not the one of JSON; all have the schema that the program says. */
    private static void answers(ObjectNode responses, JsonNode answers) {
        JsonNode content = responses.path("200").path("content");
        JsonNode schema = content.isEmpty()
                ? JSON.createObjectNode()
                : content.iterator().next().path("schema");
        responses.remove("200");
        answers.properties().forEach(answer -> {
            ObjectNode response = responses.putObject(answer.getKey());
            response.put(
                    "description",
                    org.springframework.http.HttpStatus.valueOf(Integer.parseInt(answer.getKey()))
                            .getReasonPhrase());
            answer.getValue().forEach(type -> response.withObject("/content")
                    .putObject(type.asString())
                    .set("schema", textual(type.asString()) ? node(Map.of("type", "string")) : schema));
        });
    }

    private static boolean textual(String type) {
        return type.startsWith("text/");
    }

    /** Who may do it, from the table of the program. */
    private static void protect(String name, ObjectNode operation, ObjectNode problems) {
        String[] words = name.split(" ", 2);
        HttpMethod method = HttpMethod.valueOf(words[0]);
        Operations.Line line = Operations.of(method, PathContainer.parsePath(words[1]))
                .orElseThrow(() -> new AssertionError("Expected a line of " + Operations.class + " for " + name));
        line.who().ifPresent(role -> {
            String scope = Scope.of(role, line.right(method)).word();
            operation.set("security", JSON.createArrayNode().add(node(Map.of("caller", List.of(scope)))));
            ArrayNode denied = problems.withArray("/401");
            said.path("denied").forEach(denied::add);
            problems.withArray("/403").add("SCOPE_MISSING");
        });
    }

    /** Without what is of the framework. */
    private static ArrayNode parameters(String operationName, ObjectNode operation) {
        ArrayNode kept = JSON.createArrayNode();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asString().equals("path")) {
                kept.add(
                        parameter.path("name").asString().equals("id")
                                ? said.path("ids").path(operationName.split("/")[3])
                                : parameter);
            }
        });
        operation.set("parameters", kept);
        return kept;
    }

    private static JsonNode problem(Map.Entry<String, JsonNode> problem) {
        List<String> codes = new ArrayList<>();
        problem.getValue().forEach(code -> codes.add(code.asString()));
        Map<String, Object> examples = new LinkedHashMap<>();
        for (String code : codes) {
            examples.put(
                    code,
                    Map.of(
                            "value",
                            Map.of(
                                    "type",
                                    ProblemType.of(code),
                                    "status",
                                    Integer.parseInt(problem.getKey()),
                                    "code",
                                    code,
                                    "detail",
                                    "Expected …, but …")));
        }
        return node(Map.of("description", String.join(", ", codes), "content", content(examples)));
    }

    private static Map<String, Object> content(Map<String, Object> examples) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("schema", Map.of("$ref", "#/components/schemas/Problem"));
        if (!examples.isEmpty()) {
            problem.put("examples", examples);
        }
        return Map.of("application/problem+json", problem);
    }

    private static JsonNode problemSchema() {
        Map<String, Object> text = Map.of("type", "string");
        return node(Map.of(
                "type",
                "object",
                "description",
                "A problem document (RFC 9457)",
                "required",
                List.of("type", "title", "status", "detail", "code"),
                "properties",
                Map.of(
                        "type",
                        text,
                        "title",
                        text,
                        "status",
                        Map.of("type", "integer"),
                        "detail",
                        text,
                        "instance",
                        text,
                        "traceId",
                        Map.of(
                                "type",
                                "string",
                                "description",
                                "Trace of the request, for who looks for it in the log"),
                        "code",
                        Map.of("type", "string", "description", "Stable, for programs"),
                        "errors",
                        Map.of(
                                "type",
                                "array",
                                "items",
                                Map.of("type", "object", "properties", Map.of("field", text, "message", text))))));
    }

    private static Map<String, ObjectNode> operations(ObjectNode whole) {
        Map<String, ObjectNode> operations = new TreeMap<>();
        whole.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation ->
                        operations.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), (ObjectNode)
                                operation.getValue())));
        return operations;
    }

    private static String id(String name) {
        return name.replace("/api/v1/", "")
                .replaceAll("[^A-Za-z]+", "_")
                .replaceAll("_$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static void references(JsonNode node, java.util.function.Consumer<String> visitor) {
        if (node.path("$ref").isString()) {
            visitor.accept(node.path("$ref").asString());
        }
        node.forEach(child -> references(child, visitor));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = JSON.createObjectNode();
            new TreeSet<>(object.propertyNames()).forEach(name -> sorted.set(name, sorted(object.path(name))));
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(each -> copy.add(sorted(each)));
            return copy;
        }
        return node;
    }

    private static JsonNode node(Map<String, ?> value) {
        return JSON.valueToTree(value);
    }

    private static ObjectNode overlay() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        try (InputStream file = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            Object tree = new Yaml(options).load(text);
            return JSON.valueToTree(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
