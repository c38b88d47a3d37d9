package dev.rushes.runtime.engine;

/**
 * How often a record has been taken up.
 *
 * @param attempt which try this is, from 1
 * @param postponements how often it was sent away without using up a try
 */
public record Tries(int attempt, int postponements) {
    public static final Tries FIRST = new Tries(1, 0);

    Tries nextAttempt() {
        return new Tries(attempt + 1, postponements);
    }

    Tries postponed() {
        return new Tries(attempt, postponements + 1);
    }
}
