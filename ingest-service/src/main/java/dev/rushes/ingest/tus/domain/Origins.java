package dev.rushes.ingest.tus.domain;

import java.util.Optional;
import java.util.Set;

/**
 * Pages of which other sites may upload here.
 *
 * @param allowed their origins, such as {@code https://studio.example}; {@code *} is every site
 */
public record Origins(Set<String> allowed) {

    public Origins {
        allowed = Set.copyOf(allowed);
    }

    /** What the answer allows to the page that asks; empty if that is nothing. */
    public Optional<String> allow(Optional<String> origin) {
        return origin.filter(asking -> allowed.contains("*") || allowed.contains(asking));
    }
}
