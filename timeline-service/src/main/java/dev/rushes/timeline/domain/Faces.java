package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch in which faces are seen.
 *
 * @param span where
 * @param most most of them in one picture
 * @param largest part of the picture that the largest one's box covers, 0 to 1
 * @param score how sure the analyzer is, 0 to 1
 * @param by analyzer and version
 */
public record Faces(Span span, int most, double largest, double score, String by) {
    private static final Rational TOLERANCE = Rational.of(1, 10);

    private static final Comparator<Faces> IN_ORDER = Comparator.comparing(
                    (Faces faces) -> faces.span().start())
            .thenComparing(faces -> faces.span().end())
            .thenComparingInt(Faces::most)
            .thenComparingDouble(Faces::largest)
            .thenComparing(Faces::by);

    Faces during(Span other) {
        return new Faces(other, most, largest, score, by);
    }

    /**
     * Joins what was seen on both sides of a chunk border.
     *
     * @param all clipped to their chunks, in any order
     */
    static List<Faces> joined(List<Faces> all) {
        List<Faces> joined = new ArrayList<>();
        all.stream()
                .filter(faces -> faces.span().duration().isPositive())
                .sorted(IN_ORDER)
                .forEach(faces -> {
                    boolean goesOn = !joined.isEmpty()
                            && !joined.getLast()
                                    .span()
                                    .end()
                                    .plus(TOLERANCE)
                                    .isLessThan(faces.span().start());
                    joined.add(goesOn ? joined.removeLast().and(faces) : faces);
                });
        return List.copyOf(joined);
    }

    private Faces and(Faces later) {
        Faces surest = later.score > score ? later : this;
        return new Faces(
                new Span(span.start(), Rational.max(span.end(), later.span.end())),
                Math.max(most, later.most),
                Math.max(largest, later.largest),
                surest.score,
                surest.by);
    }
}
