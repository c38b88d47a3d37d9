package dev.rushes.ingest.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes requests from docs/openapi.json: some as they should be, most of them wrong in one way or another. The same seed makes the same request. */
final class FuzzedRequests {
    private static final Path DOCUMENT = Path.of("..", "docs", "openapi.json");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LARGE = 70_000;

    private static final List<String> WORDS = List.of(
            "",
            "0",
            "-1",
            "1",
            "500",
            "501",
            "2147483647",
            "2147483648",
            "9223372036854775808",
            "1e309",
            "NaN",
            "0x10",
            "null",
            "true",
            "[]",
            "{}",
            "*",
            "split",
            "default",
            "../../etc/passwd",
            "a/b",
            "'; drop table ledger.jobs; --",
            "%",
            "_",
            "\\",
            "\"",
            "<script>",
            "${jndi:ldap://x}",
            "\u0000",
            "\u0007\u001b[31m",
            "\u202egnp.exe",
            "\ud83d\ude00",
            "\ud800",
            "ä",
            "2026-01-31T12:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "20s",
            "-5s",
            "99999999999999999999d",
            "https://example.com/a.mov",
            "http://127.0.0.1/",
            "file:///etc/passwd",
            "\"quoted\"",
            "x".repeat(300),
            "x".repeat(5000));

    /**
     * An operation as it is described.
     *
     * @param types media types that it takes; empty if it takes no body
     * @param schema of the body
     */
    record Operation(
            String method,
            String path,
            List<JsonNode> parameters,
            List<String> types,
            JsonNode schema,
            JsonNode responses) {

        String name() {
            return method + " " + path;
        }
    }

    /** @param target path and query, percent-encoded */
    record Request(Operation operation, String method, String target, Map<String, String> headers, byte[] body) {

        @Override
        public String toString() {
            String text = new String(body, 0, Math.min(body.length, 300), StandardCharsets.ISO_8859_1);
            return method + " " + (target.length() > 500 ? target.substring(0, 500) + "…" : target) + " " + headers
                    + "\n" + body.length + " bytes: " + text;
        }
    }

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final List<String> known;

    /** @param known identifiers of things that exist */
    FuzzedRequests(List<String> known) {
        this.known = List.copyOf(known);
        try {
            document = JSON.readTree(Files.readAllBytes(DOCUMENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(each -> {
                    JsonNode content = each.getValue().path("requestBody").path("content");
                    List<String> types = List.copyOf(content.propertyNames());
                    operations.add(new Operation(
                            each.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            each.getValue().path("parameters").valueStream().toList(),
                            types,
                            types.isEmpty()
                                    ? JSON.missingNode()
                                    : content.path(types.getFirst()).path("schema"),
                            each.getValue().path("responses")));
                }));
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The operations take turns, so that each has its share. */
    Request next(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Operation operation = operations.get((int) Math.floorMod(seed, (long) operations.size()));
        String method = chance(random, 30)
                ? pick(random, List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"))
                : operation.method();
        Map<String, String> headers = headers(random, operation);
        byte[] body = body(random, operation, headers);
        return new Request(operation, method, target(random, operation), headers, body);
    }

    private String target(Random random, Operation operation) {
        String path = operation.path();
        for (String name : variables(path)) {
            path = path.replace("{" + name + "}", encode(random, variable(random, name)));
        }
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asString().equals("query") && chance(random, 2)) {
                String name = parameter.path("name").asString();
                query.add(name + "=" + encode(random, value(random, parameter)));
                if (chance(random, 15)) {
                    query.add(name + "=" + encode(random, word(random)));
                }
            }
        }
        if (chance(random, 15)) {
            query.add(encode(random, word(random)) + "=" + encode(random, word(random)));
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static List<String> variables(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> part.startsWith("{"))
                .map(part -> part.substring(1, part.length() - 1))
                .toList();
    }

    private String variable(Random random, String name) {
        if (chance(random, 3)) {
            String word = word(random);
            return word.isEmpty() ? "%" : word;
        }
        return switch (name) {
            case "stage" -> pick(random, List.of("upload", "split", "render", "none"));
            case "partition", "offset", "index" -> Integer.toString(random.nextInt(3));
            case "tenant" -> pick(random, List.of("default", "other"));
            default -> pick(random, known);
        };
    }

    /** One that fits what is described, or any word. */
    private String value(Random random, JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        if (chance(random, 2)) {
            return word(random);
        }
        if (!schema.path("enum").isEmpty()) {
            return pick(random, schema.path("enum").valueStream().toList()).asString();
        }
        if (!schema.path("examples").isEmpty()) {
            return schema.path("examples").path(0).asString();
        }
        return schema.path("type").asString("").equals("integer") ? Integer.toString(random.nextInt(100)) : "word";
    }

    private Map<String, String> headers(Random random, Operation operation) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : operation.parameters()) {
            boolean required = parameter.path("required").asBoolean();
            if (parameter.path("in").asString().equals("header")
                    && (required ? !chance(random, 6) : chance(random, 3))) {
                headers.put(parameter.path("name").asString(), printable(value(random, parameter)));
            }
        }
        if (!operation.types().isEmpty() && !chance(random, 10)) {
            headers.put(
                    "Content-Type",
                    chance(random, 8)
                            ? pick(
                                    random,
                                    List.of(
                                            "text/plain",
                                            "application/json;charset=utf-16",
                                            "multipart/form-data",
                                            "a",
                                            "*/*",
                                            ";;;"))
                            : pick(random, operation.types()));
        }
        if (chance(random, 6)) {
            headers.put(
                    "Accept",
                    pick(
                            random,
                            List.of(
                                    "text/html",
                                    "application/xml",
                                    "*/*;q=0",
                                    ";",
                                    "application/json",
                                    "text/event-stream",
                                    "image/png")));
        }
        if (chance(random, 12)) {
            headers.put(
                    pick(
                            random,
                            List.of(
                                    "Range",
                                    "If-Match",
                                    "If-None-Match",
                                    "Origin",
                                    "Accept-Language",
                                    "Accept-Encoding",
                                    "X-Forwarded-For",
                                    "Forwarded",
                                    "traceparent",
                                    "Authorization",
                                    "Cookie",
                                    "X-HTTP-Method-Override",
                                    "Sec-Fetch-Site")),
                    printable(word(random)));
        }
        return headers;
    }

    private byte[] body(Random random, Operation operation, Map<String, String> headers) {
        boolean wanted = !operation.types().isEmpty() && !chance(random, 12);
        if (!wanted && !chance(random, 20)) {
            return new byte[0];
        }
        if (headers.getOrDefault("Content-Type", "").contains("octet-stream") || chance(random, 12)) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (chance(random, 25)) {
            return ("[".repeat(LARGE / 2)).getBytes(StandardCharsets.UTF_8);
        }
        if (chance(random, 40)) {
            return ("{\"title\": \"" + "x".repeat(LARGE) + "\"}").getBytes(StandardCharsets.UTF_8);
        }
        byte[] json = json(random, operation.schema(), 0).getBytes(StandardCharsets.UTF_8);
        return chance(random, 5) ? broken(random, json) : json;
    }

    private static byte[] broken(Random random, byte[] json) {
        byte[] bytes = Arrays.copyOf(json, chance(random, 2) ? random.nextInt(json.length + 1) : json.length);
        for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** A text that fits the schema here and there. */
    private String json(Random random, JsonNode schema, int depth) {
        JsonNode its = resolved(schema);
        if (chance(random, 12) || depth > 5) {
            return pick(
                    random,
                    List.of(
                            "null",
                            "true",
                            "-0",
                            "1e400",
                            "\"\"",
                            "[]",
                            "{}",
                            "[null]",
                            "{\"\": 1}",
                            "123456789012345678901234567890"));
        }
        if (depth == 0 && !its.path("examples").isEmpty() && chance(random, 3)) {
            return its.path("examples").path(0).toString();
        }
        if (!its.path("enum").isEmpty() && !chance(random, 5)) {
            return pick(random, its.path("enum").valueStream().toList()).toString();
        }
        JsonNode type = its.path("type");
        String kind = type.isArray() ? type.path(random.nextInt(type.size())).asString() : type.asString("");
        return switch (kind) {
            case "object" -> object(random, its, depth);
            case "array" ->
                "[" + json(random, its.path("items"), depth + 1)
                        + (chance(random, 2) ? "," + json(random, its.path("items"), depth + 1) : "") + "]";
            case "integer" -> pick(random, List.of("0", "1", "720", "-1", "2147483648", "1.5", "\"3\""));
            case "number" -> pick(random, List.of("0", "0.5", "-0.1", "1e300", "20"));
            case "boolean" -> pick(random, List.of("true", "false", "\"true\""));
            default -> JSON.writeValueAsString(text(random, its));
        };
    }

    private String object(Random random, JsonNode its, int depth) {
        List<String> fields = new ArrayList<>();
        List<String> required =
                its.path("required").valueStream().map(JsonNode::asString).toList();
        its.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) ? !chance(random, 10) : chance(random, 2)) {
                fields.add(field(property.getKey(), json(random, property.getValue(), depth + 1)));
                if (chance(random, 40)) {
                    fields.add(field(property.getKey(), "1"));
                }
            }
        });
        if (its.path("properties").isEmpty() || chance(random, 20)) {
            fields.add(field(word(random), "1"));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private static String field(String name, String json) {
        return JSON.writeValueAsString(name) + ":" + json;
    }

    private String text(Random random, JsonNode its) {
        if (!its.path("examples").isEmpty() && chance(random, 2)) {
            return its.path("examples").path(0).asString();
        }
        return its.path("format").asString("").equals("uri") && chance(random, 2)
                ? "https://example.com/a.mov"
                : word(random);
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private static String word(Random random) {
        return pick(random, WORDS);
    }

    /** What a header may hold. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?").strip();
    }

    /** Percent-encoded, now and then as bytes that are no UTF-8. */
    private static String encode(Random random, String text) {
        if (chance(random, 40)) {
            return "%ff%fe";
        }
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            if (Character.isLetterOrDigit(letter) && letter < 128 || "-_.~".indexOf(letter) >= 0) {
                encoded.append(letter);
            } else {
                encoded.append("%%%02x".formatted((int) letter));
            }
        }
        return encoded.toString();
    }

    private static boolean chance(Random random, int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static <T> T pick(Random random, List<T> things) {
        return things.get(random.nextInt(things.size()));
    }
}
