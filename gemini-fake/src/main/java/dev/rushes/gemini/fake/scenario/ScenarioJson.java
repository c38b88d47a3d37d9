package dev.rushes.gemini.fake.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A scenario as people write it: {@code {"seed": 7, "rules": [{"fault": "QUOTA_MINUTE", "match": "chunk 7", "first": 1, "last": 2, "probability": 0.2}]}}. */
public final class ScenarioJson {
    private ScenarioJson() {}

    /** @throws IllegalArgumentException in words for people if it can't be understood */
    public static Scenario read(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("Expected an object with \"rules\", but got something else");
        }
        onlyKnown(root, Set.of("seed", "rules"));
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : root.path("rules")) {
            onlyKnown(rule, Set.of("fault", "match", "first", "last", "probability"));
            rules.add(new Rule(
                    fault(rule.path("fault").asString("")),
                    rule.path("match").asString(""),
                    rule.path("first").asInt(1),
                    rule.path("last").asInt(Rule.FOR_EVER),
                    rule.path("probability").asDouble(1)));
        }
        return new Scenario(root.path("seed").asLong(1), rules);
    }

    /** A slip of the pen must not make a scenario in which nothing, or everything, goes wrong. */
    private static void onlyKnown(JsonNode object, Set<String> names) {
        object.propertyNames().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "Expected only " + new TreeSet<>(names) + ", but got \"" + name + "\"");
                });
    }

    private static Fault fault(String name) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected one of " + Arrays.toString(Fault.values()) + ", but got \"" + name + "\""));
    }
}
