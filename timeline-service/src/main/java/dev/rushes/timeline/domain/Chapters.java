package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.FootageAnalysis.Chapter;
import dev.rushes.timeline.domain.FootageAnalysis.Shot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Divides the footage into chapters. Where a model understood it, they begin with what it saw and have the label of that; what it heard counts where it saw nothing. Without
 * a model they begin with shots that a fade or a silence sets apart, and have numbers, as a chapter has in which nothing with a label begins. None is shorter than
 * {@link #SHORTEST} or a thirtieth of the footage, unless all of it is.
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

    /** @param shots of the footage */
    static List<Chapter> of(FootageFindings findings, List<Shot> shots) {
        Chapters chapters = new Chapters(findings.footage());
        NavigableMap<Rational, String> titles = titles(findings);
        List<Rational> starts =
                chapters.starts(titles.isEmpty() ? setApart(shots, findings.silence()) : List.copyOf(titles.keySet()));
        return chapters.titled(starts, titles);
    }

    private static NavigableMap<Rational, String> titles(FootageFindings findings) {
        List<Moment> seen = labelled(findings.seen());
        SpanSet unseen = SpanSet.joined(seen.stream().map(Moment::span).toList(), Rational.ZERO)
                .outside(findings.footage());
        NavigableMap<Rational, String> titles = new TreeMap<>();
        Stream.concat(seen.stream(), Moments.filling(labelled(findings.heard()), unseen).stream())
                .forEach(moment -> {
                    var unused = titles.putIfAbsent(moment.span().start(), moment.label());
                });
        return titles;
    }

    private static List<Moment> labelled(List<Moment> moments) {
        return moments.stream().filter(moment -> !moment.label().isBlank()).toList();
    }

    /** A chapter has the first title that begins in it. */
    private List<Chapter> titled(List<Rational> starts, NavigableMap<Rational, String> titles) {
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Span span = span(starts, i);
            var first = titles.ceilingEntry(span.start());
            boolean own = first != null && span.contains(first.getKey());
            chapters.add(new Chapter(span, own ? first.getValue() : "Chapter " + (i + 1)));
        }
        return chapters;
    }

    private static List<Rational> setApart(List<Shot> shots, SpanSet silence) {
        return shots.stream()
                .filter(shot -> setApart(shot, silence))
                .map(shot -> shot.span().start())
                .toList();
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
