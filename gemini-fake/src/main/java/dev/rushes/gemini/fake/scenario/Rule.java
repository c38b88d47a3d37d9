package dev.rushes.gemini.fake.scenario;

/**
 * Which requests meet a fault: those of its route that fit all conditions.
 *
 * @param fault what happens
 * @param match words that the request must have, in its texts, its file's name or its model; empty fits all
 * @param first first of the fitting requests that meets it, from 1
 * @param last last one; {@link #FOR_EVER} never ends
 * @param probability part of them that meets it, 0..1, drawn by the scenario's seed
 */
public record Rule(Fault fault, String match, int first, int last, double probability) {
    public static final int FOR_EVER = Integer.MAX_VALUE;

    public Rule {
        if (first < 1 || last < first || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("Expected 1 <= first <= last and a probability from 0 to 1, but got "
                    + first + ", " + last + " and " + probability);
        }
    }

    /** The first request of its route. */
    public static Rule once(Fault fault) {
        return times(fault, 1);
    }

    /** The first requests of its route. */
    public static Rule times(Fault fault, int times) {
        return new Rule(fault, "", 1, times, 1);
    }

    /** All requests of its route. */
    public static Rule always(Fault fault) {
        return new Rule(fault, "", 1, FOR_EVER, 1);
    }

    /** A part of all requests of its route. */
    public static Rule sometimes(Fault fault, double probability) {
        return new Rule(fault, "", 1, FOR_EVER, probability);
    }

    /** Only requests with these words. */
    public Rule matching(String words) {
        return new Rule(fault, words, first, last, probability);
    }
}
