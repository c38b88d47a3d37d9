package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import java.util.List;

/**
 * A measurement over time: value <em>i</em> belongs to the {@code step} long stretch that begins at {@code start + i·step}.
 *
 * @param start seconds on the source's clock
 * @param step seconds, more than 0
 * @param values finite numbers
 */
public record Series(Rational start, Rational step, List<Double> values) {
    public Series {
        if (!step.isPositive()) {
            throw new IllegalArgumentException("Expected a series with a step of more than 0 s, but got " + step);
        }
        values = List.copyOf(values);
    }
}
