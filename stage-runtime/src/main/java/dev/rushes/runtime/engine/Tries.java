package dev.rushes.runtime.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * How often a record has been taken up.
 *
 * @param attempt which try this is, from 1
 * @param postponements how often it was sent away without using up a try
 * @param failingSince when its first try failed; empty before that
 */
public record Tries(int attempt, int postponements, Optional<Instant> failingSince) {
    public static final Tries FIRST = new Tries(1, 0, Optional.empty());

    Tries nextAttempt(Instant now) {
        return new Tries(attempt + 1, postponements, Optional.of(failingSince.orElse(now)));
    }

    Tries postponed() {
        return new Tries(attempt, postponements + 1, failingSince);
    }
}
