package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A stretch of footage in whole frames.
 *
 * @param start first frame
 * @param end the frame after the last; not before the start
 */
record Frames(long start, long end) {
    Frames {
        if (end < start) {
            throw new IllegalArgumentException(
                    "Expected frames that end after their start, but got " + start + " to " + end);
        }
    }

    long length() {
        return end - start;
    }

    boolean overlaps(Frames other) {
        return start < other.end && other.start < end;
    }

    /** Whether a cut there would fall inside, not on an edge. */
    boolean containsInside(long frame) {
        return start < frame && frame < end;
    }

    /** How many frames both have. */
    long common(Frames other) {
        return Math.max(0, Math.min(end, other.end) - Math.max(start, other.start));
    }

    /** What is left of a whole when parts, given in order of time, are taken out. */
    static List<Frames> without(Frames whole, List<Frames> parts) {
        List<Frames> rest = new ArrayList<>();
        long start = whole.start;
        for (Frames part : parts) {
            if (part.start > start) {
                rest.add(new Frames(start, Math.min(part.start, whole.end)));
            }
            start = Math.max(start, part.end);
            if (start >= whole.end) {
                return rest;
            }
        }
        rest.add(new Frames(start, whole.end));
        return rest;
    }

    /** Index of the first that ends after a frame; they do not overlap each other and are in order of time. */
    static <T> int firstEndingAfter(List<T> ordered, Function<T, Frames> frames, long frame) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (frames.apply(ordered.get(middle)).end() <= frame) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Stretches in order of time, with those that overlap or touch made one. */
    static List<Frames> joined(List<Frames> all) {
        List<Frames> ordered = all.stream()
                .sorted((left, right) -> Long.compare(left.start, right.start))
                .toList();
        List<Frames> joined = new ArrayList<>();
        for (Frames next : ordered) {
            if (joined.isEmpty() || joined.getLast().end < next.start) {
                joined.add(next);
            } else {
                Frames last = joined.removeLast();
                joined.add(new Frames(last.start, Math.max(last.end, next.end)));
            }
        }
        return joined;
    }
}
