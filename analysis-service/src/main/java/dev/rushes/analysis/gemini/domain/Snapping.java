package dev.rushes.analysis.gemini.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Moves times that a model wrote in whole seconds to boundaries that were measured, if one is near enough. */
public final class Snapping {
    private final NavigableSet<Rational> boundaries;
    private final Rational reach;

    /** A span, and whether it was moved. */
    public record Snapped(Span span, boolean moved) {}

    /**
     * @param boundaries measured times on the source's clock: cuts, starts and ends of speech, ends of the chunk
     * @param reach farthest that a time is moved, in seconds
     */
    public Snapping(List<Rational> boundaries, Rational reach) {
        this.boundaries = new TreeSet<>(boundaries);
        this.reach = reach;
    }

    /** Start and end each go to the nearest boundary, unless nothing would be left between them. */
    public Snapped snap(Span span) {
        Rational start = nearest(span.start()).orElse(span.start());
        Rational end = nearest(span.end()).orElse(span.end());
        if (!start.isLessThan(end)) {
            return new Snapped(span, false);
        }
        boolean moved = start.compareTo(span.start()) != 0 || end.compareTo(span.end()) != 0;
        return new Snapped(new Span(start, end), moved);
    }

    private Optional<Rational> nearest(Rational time) {
        Rational below = boundaries.floor(time);
        Rational above = boundaries.ceiling(time);
        Optional<Rational> before = Optional.ofNullable(below).filter(its -> !reach.isLessThan(time.minus(its)));
        Optional<Rational> after = Optional.ofNullable(above).filter(its -> !reach.isLessThan(its.minus(time)));
        if (before.isPresent() && after.isPresent()) {
            return time.minus(before.get()).compareTo(after.get().minus(time)) <= 0 ? before : after;
        }
        return before.or(() -> after);
    }
}
