package dev.rushes.analysis.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;

/**
 * A stretch of which an analyzer says something.
 *
 * @param span where
 * @param kind what is said of it
 * @param score how sure it is, 0..1; 1 where a limit was simply measured
 * @param by analyzer and version, such as "black/1"
 */
public record Finding(Span span, Kind kind, double score, String by) {

    /** What can be said of a stretch. */
    public enum Kind {
        BLACK,
        FROZEN,
        /** Much of the picture is nearly black, but not all. */
        UNDEREXPOSED,
        /** Much of the picture is white. */
        OVEREXPOSED,
        /** The picture goes out evenly into one colour. */
        FADE_OUT,
        /** The picture comes evenly out of one colour. */
        FADE_IN,
        /** One picture turns evenly into another. */
        DISSOLVE,
        SILENCE,
        SPEECH
    }

    /** What was simply measured. */
    public static Finding measured(Span span, Kind kind, String by) {
        return new Finding(span, kind, 1, by);
    }

    public Rational start() {
        return span.start();
    }
}
