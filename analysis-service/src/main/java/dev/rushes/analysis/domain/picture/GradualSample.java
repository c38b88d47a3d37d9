package dev.rushes.analysis.domain.picture;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;

/**
 * A picture as those see it who look for slow changes.
 *
 * @param at when it is shown
 * @param picture its coarse brightness
 * @param detail how much there is to see in it
 */
record GradualSample(Rational at, Thumbnail picture, Detail detail) {
    static GradualSample of(SmallPicture picture) {
        return new GradualSample(picture.at(), Thumbnail.of(picture), Detail.of(picture));
    }

    /** A span in whole milliseconds, clipped to the chunk. */
    static Span span(double start, double end, Span chunk) {
        Rational from = Rational.max(chunk.start(), milliseconds(start));
        return new Span(from, Rational.max(from, Rational.min(chunk.end(), milliseconds(end))));
    }

    private static Rational milliseconds(double seconds) {
        return Rational.of(Math.round(seconds * 1000), 1000);
    }
}
