package dev.rushes.ingest.generation.domain;

import dev.rushes.ingest.domain.FilmWish;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a generator makes.
 *
 * @param generator its name, such as "omni"
 * @param model model that it asks
 * @param lengths for each resolution, the lengths in seconds
 */
public record Offer(String generator, String model, Map<String, SortedSet<Integer>> lengths) {
    public Offer {
        lengths = Map.copyOf(lengths);
    }

    /** Why it does not make that film, as a sentence; empty if it does. */
    public Optional<String> objection(FilmWish wish) {
        SortedSet<Integer> possible = lengths.getOrDefault(wish.resolution(), new TreeSet<>());
        if (possible.isEmpty()) {
            return Optional.of("Expected a resolution that " + model + " makes ("
                    + String.join(", ", new TreeMap<>(lengths).keySet()) + "), but got " + wish.resolution() + ".");
        }
        if (possible.contains(wish.seconds())) {
            return Optional.empty();
        }
        String choice = possible.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Optional.of("Expected a length that " + model + " makes at " + wish.resolution() + " (" + choice
                + " seconds), but got " + wish.seconds() + ".");
    }
}
