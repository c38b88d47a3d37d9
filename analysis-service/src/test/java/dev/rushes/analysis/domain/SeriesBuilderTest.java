package dev.rushes.analysis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import org.junit.jupiter.api.Test;

class SeriesBuilderTest {

    @Test
    void averagesTheValuesOfEachStepCountedFromTheStartOfTheSpan() {
        SeriesBuilder series =
                new SeriesBuilder(span(Rational.of(7, 3), Rational.of(23, 6)), SeriesBuilder.HALF_A_SECOND);
        series.add(Rational.of(7, 3), 1);
        series.add(Rational.of(16, 6), 3);
        series.add(Rational.of(17, 6), 5);

        Series built = series.build();

        assertThat(built.start()).isEqualTo(Rational.of(7, 3));
        assertThat(built.values()).containsExactly(2.0, 5.0, 5.0);
    }

    @Test
    void coversASpanThatIsNoWholeNumberOfSteps() {
        assertThat(SeriesBuilder.steps(span(Rational.ZERO, Rational.of(51, 100)), SeriesBuilder.HALF_A_SECOND))
                .isEqualTo(2);
        assertThat(SeriesBuilder.steps(span(Rational.ZERO, Rational.of(1, 100)), SeriesBuilder.HALF_A_SECOND))
                .isEqualTo(1);
    }

    @Test
    void aMomentOutsideTheSpanCountsForTheNearestStep() {
        SeriesBuilder series = new SeriesBuilder(span(Rational.ZERO, Rational.of(1, 1)), SeriesBuilder.HALF_A_SECOND);
        series.add(Rational.of(-1, 1), 4);
        series.add(Rational.of(9, 1), 8);

        assertThat(series.build().values()).containsExactly(4.0, 8.0);
    }

    private static Span span(Rational start, Rational end) {
        return new Span(start, end);
    }
}
