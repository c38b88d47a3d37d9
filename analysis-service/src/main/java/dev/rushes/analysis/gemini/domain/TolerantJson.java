package dev.rushes.analysis.gemini.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads JSON as models write it: in a fence, after a few words, with NaN or a key twice, or cut off in its middle. Of text that is cut off, what
 * was whole remains: members and elements whose end was seen. Objects are maps, lists are lists, numbers are doubles, null and NaN are absent.
 *
 * <pre>
 *   {"a": [1, {"b": 2}, {"c": 3     cut here:    {a=[1, {b=2}]}, not whole
 * </pre>
 */
final class TolerantJson {
    private static final int DEEPEST = 32;

    private final String text;
    private final Set<String> oddities = new TreeSet<>();
    private int at;

    /**
     * What was read.
     *
     * @param value the object; empty if there is none
     * @param whole whether its end was seen
     * @param oddities what was not as JSON has it
     */
    record Reading(Optional<Map<String, Object>> value, boolean whole, List<String> oddities) {}

    /** The text ended, or went on as no JSON does. */
    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut", null, false, false);
        }
    }

    private TolerantJson(String text) {
        this.text = text;
    }

    static Reading read(String text) {
        return new TolerantJson(text).root();
    }

    private Reading root() {
        int start = text.indexOf('{');
        if (start < 0) {
            return new Reading(Optional.empty(), false, List.of());
        }
        if (!text.substring(0, start).isBlank()) {
            boolean mark = text.charAt(0) == '\uFEFF';
            oddities.add(
                    text.substring(0, start).contains("```") ? "fence" : mark ? "byte-order mark" : "words before");
        }
        at = start;
        Map<String, Object> root = new LinkedHashMap<>();
        boolean whole = true;
        try {
            object(root, 0);
        } catch (Cut cut) {
            whole = false;
        }
        return new Reading(Optional.of(root), whole, List.copyOf(oddities));
    }

    private void object(Map<String, Object> into, int depth) {
        expect('{');
        if (skip() == '}') {
            at++;
            return;
        }
        while (true) {
            blanks();
            String name = string();
            blanks();
            expect(':');
            member(into, name, depth);
            if (skip() == '}') {
                at++;
                return;
            }
            expect(',');
        }
    }

    /** A list or object that is cut off counts as far as it goes only at the top: a segment without its end is none. */
    private void member(Map<String, Object> into, String name, int depth) {
        if (into.containsKey(name)) {
            oddities.add("key twice");
        }
        if (depth == 0 && skip() == '[') {
            List<Object> list = new ArrayList<>();
            into.put(name, list);
            list(list, depth + 1);
            return;
        }
        Optional<Object> value = value(depth + 1);
        value.ifPresentOrElse(its -> into.put(name, its), () -> into.remove(name));
    }

    private void list(List<Object> into, int depth) {
        expect('[');
        if (skip() == ']') {
            at++;
            return;
        }
        while (true) {
            value(depth + 1).ifPresent(into::add);
            if (skip() == ']') {
                at++;
                return;
            }
            expect(',');
        }
    }

    private Optional<Object> value(int depth) {
        if (depth > DEEPEST) {
            throw new Cut();
        }
        return switch (skip()) {
            case '{' -> {
                Map<String, Object> object = new LinkedHashMap<>();
                object(object, depth);
                yield Optional.of(object);
            }
            case '[' -> {
                List<Object> list = new ArrayList<>();
                list(list, depth);
                yield Optional.of(list);
            }
            case '"' -> Optional.of(string());
            default -> word();
        };
    }

    private Optional<Object> word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        // A number at the very end may have lost digits.
        if (at >= text.length() || at == start) {
            throw new Cut();
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            case "null" -> Optional.empty();
            case "NaN", "Infinity", "-Infinity" -> {
                oddities.add("no number");
                yield Optional.empty();
            }
            default -> Optional.of(number(word));
        };
    }

    private static Object number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException none) {
            throw new Cut();
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            char next = next();
            switch (next) {
                case '"' -> {
                    return string.toString();
                }
                case '\\' -> string.append(escaped());
                default -> string.append(next);
            }
        }
    }

    private char escaped() {
        char next = next();
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b', 'f' -> ' ';
            case 'u' -> unicode();
            default -> next;
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw new Cut();
        }
        try {
            char letter = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
            return letter;
        } catch (NumberFormatException none) {
            throw new Cut();
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw new Cut();
        }
        return text.charAt(at++);
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Passes blanks, and says what comes. */
    private char skip() {
        blanks();
        if (at >= text.length()) {
            throw new Cut();
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new Cut();
        }
    }
}
