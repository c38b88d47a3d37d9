package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.List;

/**
 * A stretch that a model understood.
 *
 * @param span where
 * @param kind what happens, in one of few words
 * @param label title of a few words
 * @param description a sentence
 * @param transcript words spoken; empty if none
 * @param tags what is in it
 * @param highlight how much it is worth showing, 0 to 1
 * @param confidence how sure the model is, 0 to 1
 * @param by model
 */
public record Moment(
        Span span,
        String kind,
        String label,
        String description,
        String transcript,
        List<String> tags,
        double highlight,
        double confidence,
        String by) {
    public Moment {
        tags = List.copyOf(tags);
    }

    Moment during(Span other) {
        return new Moment(other, kind, label, description, transcript, tags, highlight, confidence, by);
    }
}
