package dev.rushes.timeline.document;

import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.Moment;
import dev.rushes.timeline.domain.Moment.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts what is said into captions that can be read: at most {@link #MOST_CHARACTERS} in {@link #LINES} lines, broken between words. No model says when each word is
 * spoken, so that time is shared out by the length of the parts: the time in which somebody is heard to speak, if that is known.
 */
final class Captions {
    /** Characters of a line, as broadcasters have it. */
    static final int LINE = 42;

    static final int LINES = 2;
    static final int MOST_CHARACTERS = LINE * LINES;

    private Captions() {}

    /**
     * Captions in order of time.
     *
     * @param speech where somebody is heard to speak, in order of time; they do not overlap
     */
    static List<Cue> of(List<Moment> spoken, List<Span> speech) {
        return spoken.stream()
                .flatMap(moment -> moment.words().stream())
                .flatMap(words -> of(words, speech).stream())
                .sorted(Comparator.comparing(Cue::start))
                .toList();
    }

    private static List<Cue> of(Words words, List<Span> speech) {
        List<String> lines = lines(words.text());
        long characters = lines.stream().mapToLong(String::length).sum();
        SpeakingTime time = SpeakingTime.of(words.span(), characters, speech);
        List<Cue> cues = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < lines.size(); i += LINES) {
            List<String> part = lines.subList(i, Math.min(lines.size(), i + LINES));
            long after = before + part.stream().mapToLong(String::length).sum();
            cues.add(new Cue(time.begins(before), time.ends(after), part));
            before = after;
        }
        return cues;
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
