package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnappingTest {
    private final Snapping snapping = new Snapping(List.of(time(0), time(3100), time(9000)), Rational.of(12, 10));

    @Test
    void bothEndsGoToTheNearestBoundaryWithinReach() {
        assertThat(snapping.snap(span(0, 4000)).span()).isEqualTo(span(0, 3100));
        assertThat(snapping.snap(span(2000, 8000)).span()).isEqualTo(span(3100, 9000));
        assertThat(snapping.snap(span(5000, 7000)).moved()).isFalse();
    }

    @Test
    void aSpanIsNeverSqueezedToNothing() {
        assertThat(snapping.snap(span(3000, 4000))).isEqualTo(new Snapping.Snapped(span(3000, 4000), false));
    }

    @Test
    void withoutBoundariesNothingMoves() {
        assertThat(new Snapping(List.of(), Rational.of(1, 1)).snap(span(1, 2)).span())
                .isEqualTo(span(1, 2));
    }

    private static Span span(long from, long to) {
        return new Span(time(from), time(to));
    }

    private static Rational time(long millis) {
        return Rational.of(millis, 1000);
    }
}
