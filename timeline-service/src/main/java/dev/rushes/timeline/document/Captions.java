package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import dev.rushes.timeline.domain.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what is said into captions that can be read: at most {@link #MOST_CHARACTERS} in {@link #LINES} lines, broken between words. A moment's time is shared
 * out by the length of its parts; nobody says when each word is spoken.
 */
final class Captions {
    /** Characters of a line, as broadcasters have it. */
    static final int LINE = 42;

    static final int LINES = 2;
    static final int MOST_CHARACTERS = LINE * LINES;

    private Captions() {}

    static List<Cue> of(List<Moment> spoken) {
        List<Cue> cues = new ArrayList<>();
        spoken.forEach(moment -> cues.addAll(of(moment)));
        return cues;
    }

    private static List<Cue> of(Moment moment) {
        List<String> lines = lines(moment.transcript());
        List<List<String>> parts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += LINES) {
            parts.add(lines.subList(i, Math.min(lines.size(), i + LINES)));
        }
        long characters = lines.stream().mapToLong(String::length).sum();
        List<Cue> cues = new ArrayList<>();
        long before = 0;
        for (List<String> part : parts) {
            long after = before + part.stream().mapToLong(String::length).sum();
            cues.add(new Cue(at(moment, before, characters), at(moment, after, characters), part));
            before = after;
        }
        return cues;
    }

    private static Rational at(Moment moment, long characters, long all) {
        return moment.span().start().plus(moment.span().duration().times(Rational.of(characters, Math.max(1, all))));
    }

    /** A word that is longer than a line has a line of its own. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
