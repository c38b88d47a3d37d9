package dev.rushes.analysis.gemini.domain;

/** Watches an answer while it comes, for the model that says the same for ever. */
public final class LoopWatch {
    private static final int BLANKS = 2_000;
    private static final int LOOK_BACK = 12_288;

    /** Longer than what all segments have in common: names of fields, and values that are often the same. */
    private static final int SAMPLE = 240;

    private static final int REPEATS = 8;

    private final StringBuilder tail = new StringBuilder();
    private int blanks;
    private boolean looping;

    /** Takes what has come; says whether the answer goes round in circles. */
    public boolean hear(String words) {
        for (int i = 0; i < words.length(); i++) {
            blanks = Character.isWhitespace(words.charAt(i)) ? blanks + 1 : 0;
            looping |= blanks > BLANKS;
        }
        tail.append(words);
        if (tail.length() > LOOK_BACK) {
            tail.delete(0, tail.length() - LOOK_BACK);
        }
        looping = looping || repeated();
        return looping;
    }

    /** Whether the last words stand so often among those before them that nothing else can have been said. */
    private boolean repeated() {
        if (tail.length() < LOOK_BACK) {
            return false;
        }
        String last = tail.substring(tail.length() - SAMPLE);
        int count = 0;
        for (int at = tail.indexOf(last); at >= 0; at = tail.indexOf(last, at + 1)) {
            count++;
        }
        return count > REPEATS;
    }
}
