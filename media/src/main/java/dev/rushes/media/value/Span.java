package dev.rushes.media.value;

/**
 * A stretch of time on the source's own clock, which begins at 0: start inclusive, end exclusive.
 *
 * @param start seconds
 * @param end seconds; not before the start
 */
public record Span(Rational start, Rational end) {

    public Span {
        if (end.isLessThan(start)) {
            throw new IllegalArgumentException(
                    "Expected a span that ends after its start, but got " + start + " to " + end);
        }
    }

    public static Span ofDuration(Rational start, Rational duration) {
        return new Span(start, start.plus(duration));
    }

    public Rational duration() {
        return end.minus(start);
    }

    public boolean contains(Rational time) {
        return !time.isLessThan(start) && time.isLessThan(end);
    }

    public boolean overlaps(Span other) {
        return start.isLessThan(other.end) && other.start.isLessThan(end);
    }
}
