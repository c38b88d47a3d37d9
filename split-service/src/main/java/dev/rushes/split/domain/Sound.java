package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;

/**
 * The audio track as its packets tell it.
 *
 * @param span from the first sound to the end of the last, on the track's own clock
 * @param gaps whether it falls silent by leaving packets out, which containers without a clock of their own would close
 */
public record Sound(Span span, boolean gaps) {

    public Rational start() {
        return span.start();
    }

    public Rational end() {
        return span.end();
    }
}
