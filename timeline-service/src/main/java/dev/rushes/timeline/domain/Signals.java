package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins what was said of stretches on both sides of a chunk border, kind by kind, and drops what is too short even then. A joined stretch is as sure as its
 * surest part.
 */
final class Signals {
    private static final Rational TOLERANCE = Rational.of(1, 10);

    /** Seconds below which a stretch is no finding; a chunk tells shorter ones at its borders. Other kinds have no limit. */
    private static final Map<String, Rational> SHORTEST = Map.of(
            "black", Rational.of(1, 10),
            "frozen", Rational.of(1, 2),
            "underexposed", Rational.of(1, 2),
            "overexposed", Rational.of(1, 2),
            "silence", Rational.of(3, 10));

    private static final Comparator<Signal> IN_ORDER = Comparator.comparing(
                    (Signal signal) -> signal.span().start())
            .thenComparing(signal -> signal.span().end())
            .thenComparing(Signal::kind)
            .thenComparing(Signal::by);

    private Signals() {}

    /** @param all clipped to their chunks, in any order */
    static List<Signal> joined(List<Signal> all) {
        Map<String, List<Signal>> kinds = new TreeMap<>();
        all.stream()
                .filter(signal -> signal.span().duration().isPositive())
                .sorted(IN_ORDER)
                .forEach(signal -> kinds.computeIfAbsent(signal.kind(), none -> new ArrayList<>())
                        .add(signal));
        List<Signal> joined = new ArrayList<>();
        kinds.values().forEach(kind -> joined.addAll(ofOneKind(kind)));
        joined.sort(IN_ORDER);
        return List.copyOf(joined);
    }

    private static List<Signal> ofOneKind(List<Signal> ordered) {
        List<Signal> joined = new ArrayList<>();
        for (Signal signal : ordered) {
            if (joined.isEmpty()
                    || joined.getLast()
                            .span()
                            .end()
                            .plus(TOLERANCE)
                            .isLessThan(signal.span().start())) {
                joined.add(signal);
            } else {
                joined.add(both(joined.removeLast(), signal));
            }
        }
        return joined.stream()
                .filter(signal ->
                        !signal.span().duration().isLessThan(SHORTEST.getOrDefault(signal.kind(), Rational.ZERO)))
                .toList();
    }

    private static Signal both(Signal first, Signal second) {
        Signal surest = second.score() > first.score() ? second : first;
        Rational end = Rational.max(first.span().end(), second.span().end());
        return new Signal(new Span(first.span().start(), end), first.kind(), surest.score(), surest.by());
    }
}
