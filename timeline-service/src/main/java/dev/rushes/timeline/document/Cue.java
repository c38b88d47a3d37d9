package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import java.util.List;

/**
 * Lines of text that are shown for a while.
 *
 * @param start seconds
 * @param end seconds
 */
record Cue(Rational start, Rational end, List<String> lines) {
    Cue {
        lines = List.copyOf(lines);
    }
}
