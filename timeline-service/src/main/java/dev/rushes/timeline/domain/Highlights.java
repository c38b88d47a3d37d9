package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is worth showing: what a model recommends, in its own words; and where it recommends nothing, what the cut has chosen. No time is told twice, though
 * pictures and sound may both be praised, and a part of a chunk may overlap with itself:
 *
 * <pre>
 *   half of the shorter or more in common   [ goal . . ]          one highlight with the reasons of both, the better one's first
 *                                              [ cheering . ]
 *   less                                    [ goal . . ]          each for itself; the lesser one gives way
 *                                                    [ interview . . ]
 * </pre>
 */
final class Highlights {
    /** From which highlight on a moment is recommended. */
    static final double RECOMMENDED = 0.6;

    private static final Rational TWO = Rational.of(2, 1);

    private static final Comparator<Clip> IN_ORDER = Comparator.comparing(
                    (Clip clip) -> clip.source().start())
            .thenComparing(clip -> clip.source().end());

    private Highlights() {}

    static List<Clip> of(List<Moment> moments, List<Clip> cut) {
        List<Clip> highlights = new ArrayList<>();
        moments.stream()
                .filter(moment -> moment.highlight() >= RECOMMENDED)
                .map(Highlights::clip)
                .sorted(Comparator.comparingDouble(Clip::score).reversed().thenComparing(IN_ORDER))
                .forEach(clip -> add(highlights, clip));
        List<Clip> recommended = List.copyOf(highlights);
        cut.stream()
                .filter(clip ->
                        recommended.stream().noneMatch(other -> other.source().overlaps(clip.source())))
                .forEach(highlights::add);
        highlights.sort(IN_ORDER);
        return List.copyOf(highlights);
    }

    private static Clip clip(Moment moment) {
        List<String> reasons = Stream.of(moment.label(), moment.description())
                .map(String::strip)
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .toList();
        return new Clip(moment.span(), moment.highlight(), reasons.isEmpty() ? List.of("recommended") : reasons);
    }

    /** @param taken better ones, of which none overlaps another */
    private static void add(List<Clip> taken, Clip next) {
        Optional<Clip> same = taken.stream()
                .filter(better -> isSame(better.source(), next.source()))
                .max(Comparator.comparing(better -> common(better.source(), next.source())));
        same.ifPresent(taken::remove);
        Clip joined = same.map(better -> both(better, next)).orElse(next);
        SpanSet others = SpanSet.joined(taken.stream().map(Clip::source).toList(), Rational.ZERO);
        others.outside(joined.source()).spans().stream()
                .max(Comparator.comparing((Span free) ->
                                common(free, same.map(Clip::source).orElse(joined.source())))
                        .thenComparing(Comparator.comparing(Span::start).reversed()))
                .ifPresent(free -> taken.add(new Clip(free, joined.score(), joined.reasons())));
    }

    private static boolean isSame(Span better, Span next) {
        Rational shorter = Rational.min(better.duration(), next.duration());
        return better.overlaps(next) && !common(better, next).isLessThan(shorter.dividedBy(TWO));
    }

    private static Rational common(Span one, Span other) {
        return SpanSet.clip(one, other).duration();
    }

    private static Clip both(Clip better, Clip next) {
        Span around = new Span(
                Rational.min(better.source().start(), next.source().start()),
                Rational.max(better.source().end(), next.source().end()));
        List<String> reasons = Stream.concat(better.reasons().stream(), next.reasons().stream())
                .distinct()
                .toList();
        return new Clip(around, better.score(), reasons);
    }
}
