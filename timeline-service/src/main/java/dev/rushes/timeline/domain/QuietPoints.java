package dev.rushes.timeline.domain;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Knows where a cut would fall into somebody's words. */
final class QuietPoints {
    private final TreeMap<Long, Frames> speech = new TreeMap<>();

    QuietPoints(FootageFindings findings, FrameClock clock) {
        List<Frames> spoken = Frames.joined(
                findings.speechSpans().stream().map(clock::touching).toList());
        spoken.forEach(words -> speech.put(words.start(), words));
    }

    /** Whether nobody is cut off there; the edges of speech are quiet. */
    boolean quiet(long frame) {
        return wordsAround(frame) == null;
    }

    /** The last quiet point that is not after the frame. */
    long quietUpTo(long frame) {
        Frames words = wordsAround(frame);
        return words == null ? frame : words.start();
    }

    /** The first quiet point that is not before the frame. */
    long quietFrom(long frame) {
        Frames words = wordsAround(frame);
        return words == null ? frame : words.end();
    }

    /** Where speech begins and ends inside a stretch. */
    List<Long> edgesInside(Frames stretch) {
        return speech.headMap(stretch.end()).values().stream()
                .filter(words -> words.end() > stretch.start())
                .flatMap(words -> List.of(words.start(), words.end()).stream())
                .filter(stretch::containsInside)
                .toList();
    }

    private @Nullable Frames wordsAround(long frame) {
        var before = speech.lowerEntry(frame);
        return before != null && before.getValue().containsInside(frame) ? before.getValue() : null;
    }
}
