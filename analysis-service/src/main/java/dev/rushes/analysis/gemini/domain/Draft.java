package dev.rushes.analysis.gemini.domain;

import java.util.List;

/**
 * What could be taken from one answer.
 *
 * @param segments in order of time, each within the piece
 * @param language BCP-47, or "und"
 * @param summary a sentence or two; empty if there is none
 * @param flags what was odd
 */
public record Draft(List<Moment> segments, String language, String summary, List<String> flags) {
    public static final Draft EMPTY = new Draft(List.of(), "und", "", List.of());

    public Draft {
        segments = List.copyOf(segments);
        flags = List.copyOf(flags);
    }

    /**
     * A segment of the answer.
     *
     * @param startMillis from the piece's start
     * @param endMillis from the piece's start, after the start
     */
    public record Moment(
            long startMillis,
            long endMillis,
            String kind,
            String label,
            String description,
            String transcript,
            List<String> tags,
            int highlight,
            int confidence) {
        public Moment {
            tags = List.copyOf(tags);
        }

        /** The same words at the same time. */
        boolean repeats(Moment other) {
            return startMillis == other.startMillis
                    && endMillis == other.endMillis
                    && kind.equals(other.kind)
                    && description.equals(other.description);
        }
    }
}
