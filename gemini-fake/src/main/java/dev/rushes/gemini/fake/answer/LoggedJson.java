package dev.rushes.gemini.fake.answer;

import dev.rushes.gemini.fake.answer.Logged.Segment;
import dev.rushes.gemini.fake.check.Asked;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A log as the JSON of the schema that Rushes asks for, or, for another schema, something that fits it. */
final class LoggedJson {
    private LoggedJson() {}

    static String write(Logged logged, long lastSecond, Asked asked, LongFunction<String> times) {
        if (!asked.json()) {
            return logged.summary();
        }
        if (asked.schema().isPresent()
                && !asked.schema().get().path("properties").has("segments")) {
            return sample(asked.schema().get()).toString();
        }
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("no_content", logged.noContent())
                .put("language", logged.language())
                .put("summary", logged.summary());
        ArrayNode segments = root.putArray("segments");
        for (Segment segment : logged.segments()) {
            ObjectNode one = segments.addObject();
            one.put("start", times.apply(segment.start()))
                    .put("end", times.apply(segment.end()))
                    .put("kind", segment.kind())
                    .put("label", segment.label())
                    .put("description", segment.description())
                    .put("transcript", segment.transcript());
            ArrayNode tags = one.putArray("tags");
            segment.tags().forEach(tags::add);
            one.put("highlight_score", segment.highlight()).put("confidence", segment.confidence());
        }
        root.put("last_timestamp", times.apply(lastSecond));
        return root.toString();
    }

    /** The smallest value that fits a schema. */
    private static JsonNode sample(JsonNode schema) {
        JsonMapper mapper = JsonMapper.shared();
        if (schema.path("enum").isArray()) {
            return schema.path("enum").get(0);
        }
        return switch (schema.path("type").asString("string")) {
            case "object" -> {
                ObjectNode object = mapper.createObjectNode();
                schema.path("properties").properties().forEach(property -> {
                    JsonNode unused = object.set(property.getKey(), sample(property.getValue()));
                });
                yield object;
            }
            case "array" -> {
                ArrayNode array = mapper.createArrayNode();
                for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
                    array.add(sample(schema.path("items")));
                }
                yield array;
            }
            case "integer", "number" ->
                mapper.getNodeFactory().numberNode(schema.path("minimum").asInt(0));
            case "boolean" -> mapper.getNodeFactory().booleanNode(false);
            case "null" -> mapper.nullNode();
            default -> mapper.getNodeFactory().stringNode("something");
        };
    }
}
