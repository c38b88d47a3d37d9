package dev.rushes.ingest.domain;

import java.util.Map;
import java.util.TreeMap;

/**
 * Makes text from strangers harmless to show, log and store: one line, bounded, without the characters that terminals, databases and
 * bidirectional displays act upon. What is left is still data: it is never part of a path, an argument or a query.
 */
public final class CleanText {
    private static final int REPLACEMENT = 0xFFFD;

    private CleanText() {}

    /**
     * The text on one line: control, format (such as bidirectional overrides) and line-breaking characters become spaces, halves of
     * surrogate pairs are replaced, and what exceeds the limit is cut off.
     *
     * @param limit most UTF-16 units of the result
     */
    public static String line(String text, int limit) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), limit));
        for (int at = 0; at < text.length() && clean.length() < limit; ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            int kept = harmless(character);
            if (clean.length() + Character.charCount(kept) > limit) {
                break;
            }
            clean.appendCodePoint(kept);
        }
        return clean.toString().strip();
    }

    /** At most {@code count} entries, in the order of their names, each name and value cleaned; entries without a name are dropped. */
    static Map<String, String> lines(Map<String, String> entries, int count, int limit) {
        Map<String, String> clean = new TreeMap<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
            String name = line(entry.getKey(), limit);
            if (!name.isEmpty() && clean.size() < count) {
                clean.put(name, line(entry.getValue(), limit));
            }
        }
        return Map.copyOf(clean);
    }

    private static int harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> REPLACEMENT;
            default -> character;
        };
    }
}
