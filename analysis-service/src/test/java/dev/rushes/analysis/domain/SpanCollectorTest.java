package dev.rushes.analysis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import org.junit.jupiter.api.Test;

class SpanCollectorTest {
    private final SpanCollector spans = new SpanCollector(span(0, 100), seconds(10), seconds(2));

    @Test
    void keepsLongSpansAndDropsShortOnes() {
        spans.at(seconds(10), true);
        spans.at(seconds(19), false);
        spans.at(seconds(30), true);
        spans.at(seconds(35), true);
        spans.at(seconds(40), false);

        assertThat(spans.finish()).containsExactly(span(30, 40));
    }

    @Test
    void aSpanAtAnEdgeMayBeShorterBecauseItMayGoOnInTheNeighbour() {
        spans.at(seconds(0), true);
        spans.at(seconds(3), false);
        spans.at(seconds(97), true);

        assertThat(spans.finish()).containsExactly(span(0, 3), span(97, 100));
    }

    @Test
    void aSpanThatHoldsToTheEndEndsWithTheChunk() {
        spans.at(seconds(50), true);

        assertThat(spans.finish()).containsExactly(span(50, 100));
    }

    @Test
    void aSpanThatBeginsAfterTheClaimedEndIsDropped() {
        spans.at(seconds(101), true);

        assertThat(spans.finish()).isEmpty();
    }

    private static Rational seconds(long seconds) {
        return Rational.of(seconds, 1);
    }

    private static Span span(long start, long end) {
        return new Span(seconds(start), seconds(end));
    }
}
