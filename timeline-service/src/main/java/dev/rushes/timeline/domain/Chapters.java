package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.FootageAnalysis.Chapter;
import dev.rushes.timeline.domain.FootageAnalysis.Shot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Divides the footage into chapters. Where a model understood it, they begin with its moments and have their labels; without one, they begin with shots that a
 * fade or a silence sets apart, and have numbers. None is shorter than {@link #SHORTEST} or a thirtieth of the footage, unless all of it is.
 */
final class Chapters {
    /** Seconds. */
    static final Rational SHORTEST = Rational.of(15, 1);

    private static final Rational MOST = Rational.of(30, 1);

    /** Seconds between the start of a shot and a silence that sets it apart. */
    private static final Rational NEAR = Rational.of(1, 1);

    private final Span footage;
    private final Rational shortest;

    private Chapters(Span footage) {
        this.footage = footage;
        this.shortest = Rational.max(SHORTEST, footage.duration().dividedBy(MOST));
    }

    static List<Chapter> of(Span footage, List<Moment> moments, List<Shot> shots, SpanSet silence) {
        Chapters chapters = new Chapters(footage);
        NavigableMap<Rational, String> titles = new TreeMap<>();
        moments.stream().filter(moment -> !moment.label().isBlank()).forEach(moment -> {
            var unused = titles.putIfAbsent(moment.span().start(), moment.label());
        });
        return titles.isEmpty() ? chapters.numbered(shots, silence) : chapters.titled(titles);
    }

    private List<Chapter> titled(NavigableMap<Rational, String> titles) {
        List<Rational> starts = starts(List.copyOf(titles.keySet()));
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            var first = titles.ceilingEntry(starts.get(i));
            chapters.add(new Chapter(span(starts, i), first == null ? "Chapter " + (i + 1) : first.getValue()));
        }
        return chapters;
    }

    private List<Chapter> numbered(List<Shot> shots, SpanSet silence) {
        List<Rational> starts = starts(shots.stream()
                .filter(shot -> setApart(shot, silence))
                .map(shot -> shot.span().start())
                .toList());
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            chapters.add(new Chapter(span(starts, i), "Chapter " + (i + 1)));
        }
        return chapters;
    }

    private static boolean setApart(Shot shot, SpanSet silence) {
        Rational at = shot.span().start();
        return shot.start().filter(start -> !start.boundary().equals("cut")).isPresent()
                || silence.spans().stream()
                        .anyMatch(span -> !at.isLessThan(span.start().minus(NEAR))
                                && !span.end().plus(NEAR).isLessThan(at));
    }

    /** The first is the start of the footage, whatever begins there. */
    private List<Rational> starts(List<Rational> candidates) {
        List<Rational> starts = new ArrayList<>(List.of(footage.start()));
        for (Rational at : candidates) {
            boolean longEnough = !at.minus(starts.getLast()).isLessThan(shortest);
            if (longEnough && !footage.end().minus(at).isLessThan(shortest)) {
                starts.add(at);
            }
        }
        return starts;
    }

    private Span span(List<Rational> starts, int i) {
        return new Span(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : footage.end());
    }
}
