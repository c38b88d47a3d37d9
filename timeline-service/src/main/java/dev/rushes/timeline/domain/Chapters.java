package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.FootageAnalysis.Chapter;
import dev.rushes.timeline.domain.FootageAnalysis.Shot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides the footage into chapters. Where a model understood it, they begin with what it saw, and each has the label of that which lasts longest of what begins in it (so that none
 * is called after the second of black that it begins with); what was heard counts where nothing was seen. Without a model they begin with shots that a fade or a silence sets
 * apart, and have numbers, as a chapter has in which nothing with a label begins. None is shorter than {@link #SHORTEST} or a thirtieth of the footage, unless all of it is.
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
        List<Moment> understood = understood(findings);
        List<Rational> starts = chapters.starts(
                understood.isEmpty()
                        ? setApart(shots, findings.silence())
                        : understood.stream()
                                .map(moment -> moment.span().start())
                                .toList());
        return chapters.titled(starts, understood);
    }

    /** What has a label, in order of time. */
    private static List<Moment> understood(FootageFindings findings) {
        List<Moment> seen = labelled(findings.seen());
        SpanSet unseen = SpanSet.joined(seen.stream().map(Moment::span).toList(), Rational.ZERO)
                .outside(findings.footage());
        return Moments.ofBoth(seen, Moments.filling(labelled(findings.heard()), unseen));
    }

    private static List<Moment> labelled(List<Moment> moments) {
        return moments.stream().filter(moment -> !moment.label().isBlank()).toList();
    }

    private List<Chapter> titled(List<Rational> starts, List<Moment> understood) {
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Span span = span(starts, i);
            chapters.add(new Chapter(span, title(span, understood).orElse("Chapter " + (i + 1))));
        }
        return chapters;
    }

    /** Of labels that last equally long, the one that comes first. */
    private static Optional<String> title(Span chapter, List<Moment> understood) {
        Map<String, Rational> lengths = new LinkedHashMap<>();
        understood.stream()
                .filter(moment -> chapter.contains(moment.span().start()))
                .forEach(moment -> {
                    Rational length = SpanSet.clip(moment.span(), chapter).duration();
                    var unused = lengths.merge(moment.label(), length, Rational::plus);
                });
        return lengths.entrySet().stream()
                .reduce((first, second) -> first.getValue().isLessThan(second.getValue()) ? second : first)
                .map(Map.Entry::getKey);
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
