package dev.rushes.analysis.analyzer;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The analyzers of this installation, by name. */
public final class Analyzers {
    private final SortedMap<String, Analyzer> byName = new TreeMap<>();

    /**
     * @throws IllegalArgumentException if two have the same name
     */
    public Analyzers(Collection<? extends Analyzer> analyzers) {
        for (Analyzer analyzer : analyzers) {
            if (byName.putIfAbsent(analyzer.name(), analyzer) != null) {
                throw new IllegalArgumentException(
                        "Expected one analyzer of each name, but got two named \"" + analyzer.name() + "\"");
            }
        }
    }

    public Optional<Analyzer> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All names, for messages to people: "gemini, local". */
    public String names() {
        return String.join(", ", byName.keySet());
    }
}
