package dev.rushes.analysis.domain;

import dev.rushes.media.value.Rational;
import java.util.List;

/** Values at equal steps: value <i>i</i> belongs to the {@code step} seconds that begin at {@code start + i·step}. */
public record Series(Rational start, Rational step, List<Double> values) {
    public Series {
        values = List.copyOf(values);
    }
}
