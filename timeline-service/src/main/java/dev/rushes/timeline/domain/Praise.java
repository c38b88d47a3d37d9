package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.TreeSet;

/** What a model finds worth showing. Where its moments overlap, the best one counts; what none of them tells of is unknown. */
final class Praise {
    /** Part of a stretch that the model must have told of. */
    private static final double KNOWN = 0.5;

    /** Frames of which one moment is the best. */
    private record Step(Frames frames, Moment best) {}

    private record Placed(Frames frames, Moment moment) {}

    private static final Comparator<Placed> BEST_FIRST = Comparator.comparingDouble(
                    (Placed placed) -> placed.moment().highlight())
            .reversed()
            .thenComparing(placed -> placed.frames().start())
            .thenComparing(placed -> placed.frames().end())
            .thenComparing(placed -> placed.moment().label());

    private final List<Step> steps;

    Praise(List<Moment> moments, FrameClock clock) {
        List<Placed> placed = moments.stream()
                .map(moment -> new Placed(clock.touching(moment.span()), moment))
                .filter(each -> each.frames().length() > 0)
                .sorted(Comparator.comparingLong(each -> each.frames().start()))
                .toList();
        this.steps = steps(placed);
    }

    /** From border to border, the best of the moments that have begun and not ended. */
    private static List<Step> steps(List<Placed> placed) {
        TreeSet<Long> borders = new TreeSet<>();
        placed.forEach(each -> {
            borders.add(each.frames().start());
            borders.add(each.frames().end());
        });
        PriorityQueue<Placed> open = new PriorityQueue<>(BEST_FIRST);
        List<Step> steps = new ArrayList<>();
        int next = 0;
        for (long border : borders) {
            while (next < placed.size() && placed.get(next).frames().start() == border) {
                open.add(placed.get(next++));
            }
            while (!open.isEmpty() && open.peek().frames().end() <= border) {
                open.remove();
            }
            Long end = borders.higher(border);
            if (end != null && !open.isEmpty()) {
                steps.add(new Step(new Frames(border, end), open.peek().moment()));
            }
        }
        return List.copyOf(steps);
    }

    /** How much a stretch is worth showing, 0 to 1; empty if the model tells of less than half of it. */
    OptionalDouble of(Frames stretch) {
        double sum = 0;
        long known = 0;
        for (Step step : steps(stretch)) {
            long common = stretch.common(step.frames());
            known += common;
            sum += common * step.best().highlight();
        }
        return known == 0 || known < KNOWN * stretch.length() ? OptionalDouble.empty() : OptionalDouble.of(sum / known);
    }

    /** The moment that most of the praise of a stretch is for. */
    Optional<Moment> of(Frames stretch, double atLeast) {
        return steps(stretch).stream()
                .filter(step -> step.best().highlight() >= atLeast)
                .max(Comparator.comparingDouble(
                        step -> stretch.common(step.frames()) * step.best().highlight()))
                .map(Step::best);
    }

    private List<Step> steps(Frames stretch) {
        int first = Frames.firstEndingAfter(steps, Step::frames, stretch.start());
        int end = first;
        while (end < steps.size() && steps.get(end).frames().start() < stretch.end()) {
            end++;
        }
        return steps.subList(first, end);
    }
}
