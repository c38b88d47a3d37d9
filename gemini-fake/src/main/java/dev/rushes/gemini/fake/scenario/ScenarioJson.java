package dev.rushes.gemini.fake.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A scenario as people write it: {@code {"seed": 7, "rules": [{"fault": "QUOTA_MINUTE", "match": "chunk 7", "first": 1, "last": 2, "probability": 0.2}]}}. */
public final class ScenarioJson {
    private ScenarioJson() {}

    /** @throws IllegalArgumentException in words for people if it can't be understood */
    public static Scenario read(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("Expected an object with \"rules\", but got something else");
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : root.path("rules")) {
            rules.add(new Rule(
                    fault(rule.path("fault").asString("")),
                    rule.path("match").asString(""),
                    rule.path("first").asInt(1),
                    rule.path("last").asInt(Rule.FOR_EVER),
                    rule.path("probability").asDouble(1)));
        }
        return new Scenario(root.path("seed").asLong(1), rules);
    }

    private static Fault fault(String name) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected one of " + Arrays.toString(Fault.values()) + ", but got \"" + name + "\""));
    }
}
