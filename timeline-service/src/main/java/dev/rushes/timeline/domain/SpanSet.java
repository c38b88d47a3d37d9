package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Spans that neither overlap nor touch, in order of time.
 *
 * @param spans the spans; none is empty
 */
public record SpanSet(List<Span> spans) {

    public SpanSet {
        spans = List.copyOf(spans);
    }

    /**
     * Joins spans that overlap or lie no further apart than the tolerance: what one detector saw on both sides of a chunk border.
     *
     * @param all spans in any order; empty ones are left out
     * @param tolerance seconds
     */
    public static SpanSet joined(List<Span> all, Rational tolerance) {
        List<Span> ordered = all.stream()
                .filter(span -> span.start().isLessThan(span.end()))
                .sorted(Comparator.comparing(Span::start).thenComparing(Span::end))
                .toList();
        List<Span> joined = new ArrayList<>();
        for (Span span : ordered) {
            if (joined.isEmpty() || joined.getLast().end().plus(tolerance).isLessThan(span.start())) {
                joined.add(span);
            } else {
                Span last = joined.removeLast();
                joined.add(new Span(last.start(), Rational.max(last.end(), span.end())));
            }
        }
        return new SpanSet(joined);
    }

    /** Those that last at least so many seconds. */
    SpanSet lasting(Rational shortest) {
        return new SpanSet(spans.stream()
                .filter(span -> !span.duration().isLessThan(shortest))
                .toList());
    }

    /** What of a span none of them covers. */
    SpanSet outside(Span whole) {
        List<Span> outside = new ArrayList<>();
        Rational from = whole.start();
        for (Span span : spans) {
            Span covered = clip(span, whole);
            if (from.isLessThan(covered.start())) {
                outside.add(new Span(from, covered.start()));
            }
            from = Rational.max(from, covered.end());
        }
        if (from.isLessThan(whole.end())) {
            outside.add(new Span(from, whole.end()));
        }
        return new SpanSet(outside);
    }

    /** The part of a span that lies inside another; empty (of no length) if none does. */
    public static Span clip(Span span, Span limits) {
        Rational start = Rational.min(Rational.max(span.start(), limits.start()), limits.end());
        return new Span(start, Rational.max(start, Rational.min(span.end(), limits.end())));
    }
}
