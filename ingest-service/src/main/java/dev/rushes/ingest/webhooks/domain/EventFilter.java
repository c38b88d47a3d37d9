package dev.rushes.ingest.webhooks.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which types of events an endpoint wants. A pattern is a type, or a group of types that ends in a wildcard: {@code job.*} is everything about jobs,
 * {@code job.stage.*} everything about their stages, {@code *} everything.
 *
 * @param patterns at least one, at most {@value #MOST}
 */
public record EventFilter(List<String> patterns) {
    public static final int MOST = 32;

    private static final int LONGEST = 100;
    private static final Pattern GRAMMAR = Pattern.compile("\\*|[a-zA-Z0-9_]+(\\.[a-zA-Z0-9_]+)*(\\.\\*)?");

    public EventFilter {
        patterns = patterns.isEmpty() ? HookType.unlessNamed() : List.copyOf(patterns);
    }

    public boolean wants(HookType type) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, type.label()));
    }

    /** What is wrong with a pattern, as a sentence; empty if nothing is. One that can never match is most likely a slip. */
    public static Optional<String> problem(String pattern) {
        if (pattern.length() > LONGEST || !GRAMMAR.matcher(pattern).matches()) {
            return Optional.of(
                    "Expected types of events such as \"job.completed\" or \"job.*\", but got something else.");
        }
        boolean known = Arrays.stream(HookType.values()).anyMatch(type -> matches(pattern, type.label()));
        return known
                ? Optional.empty()
                : Optional.of("Expected a type out of " + HookType.labels()
                        + ", or a group of them such as \"job.*\", but got \"" + pattern + "\".");
    }

    private static boolean matches(String pattern, String type) {
        if (pattern.equals("*")) {
            return true;
        }
        return pattern.endsWith(".*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }
}
