package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A stretch that a model understood.
 *
 * @param span where
 * @param kind what happens, in one of few words
 * @param label title of a few words
 * @param description a sentence
 * @param words what is spoken, in order of time; empty if nothing is
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
        List<Words> words,
        List<String> tags,
        double highlight,
        double confidence,
        String by) {

    /**
     * Words that are spoken.
     *
     * @param span when
     * @param text one or more words
     */
    public record Words(Span span, String text) {}

    public Moment {
        words = List.copyOf(words);
        tags = List.copyOf(tags);
    }

    /**
     * As a model tells it: nobody says when in its span the words are spoken.
     *
     * @param transcript blank if nothing is spoken
     */
    public Moment(
            Span span,
            String kind,
            String label,
            String description,
            String transcript,
            List<String> tags,
            double highlight,
            double confidence,
            String by) {
        this(
                span,
                kind,
                label,
                description,
                transcript.isBlank() ? List.of() : List.of(new Words(span, transcript.strip())),
                tags,
                highlight,
                confidence,
                by);
    }

    /** All words; empty if nothing is spoken. */
    public String transcript() {
        return words.stream().map(Words::text).collect(Collectors.joining(" "));
    }

    /** Its part in another span; words that are spoken outside of that are left out. */
    Moment during(Span other) {
        List<Words> within = words.stream()
                .map(each -> new Words(SpanSet.clip(each.span(), other), each.text()))
                .filter(each -> each.span().duration().isPositive())
                .toList();
        return new Moment(other, kind, label, description, within, tags, highlight, confidence, by);
    }
}
