package dev.rushes.gemini.fake.answer;

import java.util.List;

/**
 * A log of a film, in the words of the schema that Rushes asks for.
 *
 * @param noContent whether there was nothing
 * @param language BCP-47, or "und"
 * @param summary a sentence or two
 * @param segments in order of time
 */
public record Logged(boolean noContent, String language, String summary, List<Segment> segments) {
    public Logged {
        segments = List.copyOf(segments);
    }

    /** A stretch of the film; times in whole seconds from its start. */
    public record Segment(
            long start,
            long end,
            String kind,
            String label,
            String description,
            String transcript,
            List<String> tags,
            int highlight,
            int confidence) {
        public Segment {
            tags = List.copyOf(tags);
        }

        /** The same at other times. */
        public Segment at(long from, long to) {
            return new Segment(from, to, kind, label, description, transcript, tags, highlight, confidence);
        }
    }
}
