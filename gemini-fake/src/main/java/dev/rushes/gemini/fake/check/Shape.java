package dev.rushes.gemini.fake.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What a JSON value may look like. Field names count as the same in camelCase and snake_case, as protobuf's JSON has it. */
sealed interface Shape {
    Shape TEXT = new Scalar("TYPE_STRING", JsonNode::isString);
    Shape WHOLE = new Scalar("TYPE_INT32", JsonNode::isIntegralNumber);
    Shape NUMBER = new Scalar("TYPE_DOUBLE", JsonNode::isNumber);
    Shape FLAG = new Scalar("TYPE_BOOL", JsonNode::isBoolean);
    Shape ANYTHING = new Scalar("TYPE_ANY", _ -> true);

    record Scalar(String type, java.util.function.Predicate<JsonNode> fits) implements Shape {}

    /** One of some words. */
    record Word(String type, Set<String> words) implements Shape {}

    record Many(Shape of) implements Shape {}

    /** @param fields by camelCase name */
    record Fields(Map<String, Shape> fields) implements Shape {}

    /** A shape that contains itself. */
    record Later(Supplier<Shape> shape) implements Shape {}

    static Shape word(String type, String... words) {
        return new Word(type, Set.of(words));
    }

    static Shape many(Shape of) {
        return new Many(of);
    }

    /** @param namesAndShapes names and shapes in turn */
    static Shape fields(Object... namesAndShapes) {
        Map<String, Shape> fields = new HashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            fields.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        }
        return new Fields(Map.copyOf(fields));
    }

    /** @throws Rejection in the words of Google's front end */
    static void check(JsonNode value, Shape shape, String path) {
        switch (shape) {
            case Scalar(String type, var fits) -> {
                if (!fits.test(value)) {
                    throw wrong(path, type, value);
                }
            }
            case Word(String type, Set<String> words) -> {
                if (!value.isString() || !words.contains(value.asString())) {
                    throw wrong(path, type, value);
                }
            }
            case Many(Shape of) -> {
                // Protobuf's reader takes a lone value for a list of one.
                if (!value.isArray()) {
                    check(value, of, path);
                    return;
                }
                for (int i = 0; i < value.size(); i++) {
                    check(value.get(i), of, path + "[" + i + "]");
                }
            }
            case Fields(Map<String, Shape> fields) -> checkFields(value, fields, path);
            case Later(Supplier<Shape> later) -> check(value, later.get(), path);
        }
    }

    private static void checkFields(JsonNode value, Map<String, Shape> fields, String path) {
        if (!value.isObject()) {
            throw wrong(path, "MESSAGE", value);
        }
        value.properties().forEach(field -> {
            Shape known = fields.get(camel(field.getKey()));
            if (known == null) {
                throw Rejection.invalid("Invalid JSON payload received. Unknown name \"" + field.getKey() + "\""
                        + (path.isEmpty() ? "" : " at '" + path + "'") + ": Cannot find field.");
            }
            check(field.getValue(), known, path.isEmpty() ? field.getKey() : path + "." + field.getKey());
        });
    }

    /** {@code response_json_schema} is {@code responseJsonSchema}. */
    static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String part : List.of(name.split("_", -1))) {
            camel.append(
                    camel.isEmpty() || part.isEmpty()
                            ? part
                            : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camel.toString();
    }

    /** The value of a field under either of its names; missing if there is none. */
    static JsonNode field(JsonNode object, String camelName) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (camel(field.getKey()).equals(camelName)) {
                return field.getValue();
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }

    private static Rejection wrong(String path, String type, JsonNode value) {
        String shown = value.toString();
        return Rejection.invalid(
                "Invalid value at '" + path + "' (" + type + "), " + shown.substring(0, Math.min(80, shown.length())));
    }
}
