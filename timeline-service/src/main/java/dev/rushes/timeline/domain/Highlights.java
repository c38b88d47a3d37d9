package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is worth showing: what a model recommends, in its own words; and where it recommends nothing, what the cut has chosen. */
final class Highlights {
    /** From which highlight on a moment is recommended. */
    static final double RECOMMENDED = 0.6;

    private Highlights() {}

    static List<Clip> of(List<Moment> moments, List<Clip> cut) {
        List<Clip> highlights = new ArrayList<>(moments.stream()
                .filter(moment -> moment.highlight() >= RECOMMENDED)
                .map(Highlights::clip)
                .toList());
        List<Clip> recommended = List.copyOf(highlights);
        cut.stream()
                .filter(clip ->
                        recommended.stream().noneMatch(other -> other.source().overlaps(clip.source())))
                .forEach(highlights::add);
        highlights.sort(Comparator.comparing((Clip clip) -> clip.source().start())
                .thenComparing(clip -> clip.source().end()));
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
}
