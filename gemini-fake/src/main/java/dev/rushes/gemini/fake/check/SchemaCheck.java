package dev.rushes.gemini.fake.check;

import static dev.rushes.gemini.fake.check.Shape.FLAG;
import static dev.rushes.gemini.fake.check.Shape.NUMBER;
import static dev.rushes.gemini.fake.check.Shape.TEXT;
import static dev.rushes.gemini.fake.check.Shape.WHOLE;
import static dev.rushes.gemini.fake.check.Shape.fields;
import static dev.rushes.gemini.fake.check.Shape.many;
import static dev.rushes.gemini.fake.check.Shape.word;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The two languages in which an answer's form can be asked for. */
final class SchemaCheck {
    private static final int DEEPEST = 12;
    private static final int LARGEST = 64 * 1024;
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");

    private static final Shape LATER = new Shape.Later(() -> SchemaCheck.OPEN_API);

    /** The subset of OpenAPI of {@code responseSchema}; {@code properties} are checked one by one, for their names are free. */
    static final Shape OPEN_API = fields(
            "type",
            word(
                    "type.googleapis.com/google.ai.generativelanguage.v1beta.Type",
                    "STRING",
                    "NUMBER",
                    "INTEGER",
                    "BOOLEAN",
                    "ARRAY",
                    "OBJECT",
                    "NULL"),
            "format",
            TEXT,
            "title",
            TEXT,
            "description",
            TEXT,
            "nullable",
            FLAG,
            "enum",
            many(TEXT),
            "items",
            LATER,
            "maxItems",
            Shape.ANYTHING,
            "minItems",
            Shape.ANYTHING,
            "properties",
            Shape.ANYTHING,
            "required",
            many(TEXT),
            "propertyOrdering",
            many(TEXT),
            "anyOf",
            many(LATER),
            "minimum",
            NUMBER,
            "maximum",
            NUMBER,
            "maxLength",
            WHOLE,
            "minLength",
            WHOLE);

    private SchemaCheck() {}

    /** @throws Rejection if the schema is too large, too deep, or makes no sense */
    static void jsonSchema(JsonNode schema) {
        if (schema.toString().length() > LARGEST) {
            throw Rejection.invalid("The specified schema produces a constraint that has too many states for serving.");
        }
        jsonSchema(schema, 0);
    }

    private static void jsonSchema(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            throw Rejection.invalid("The specified schema exceeds the maximum allowed nesting depth.");
        }
        if (!schema.isObject()) {
            throw Rejection.invalid(
                    "Invalid value at 'generation_config.response_json_schema': a schema is an object.");
        }
        JsonNode type = schema.path("type");
        List<JsonNode> types = type.isArray() ? type.valueStream().toList() : List.of(type);
        for (JsonNode one : types) {
            if (!one.isMissingNode() && !(one.isString() && TYPES.contains(one.asString()))) {
                throw Rejection.invalid("Invalid schema: unknown type " + one + ".");
            }
        }
        JsonNode properties = schema.path("properties");
        properties.properties().stream().map(Map.Entry::getValue).forEach(property -> jsonSchema(property, depth + 1));
        for (JsonNode required : schema.path("required")) {
            if (!properties.has(required.asString())) {
                throw Rejection.invalid("Invalid schema: required property '" + required.asString()
                        + "' is not defined in the schema properties.");
            }
        }
        if (schema.has("items")) {
            jsonSchema(schema.path("items"), depth + 1);
        }
    }
}
