package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.Moment.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts together what a model understood of one track, part by part: parts are chunks, or stretches of a chunk that it was asked about one by one. Within a part its
 * moments may overlap, as the model has it; between parts:
 *
 * <pre>
 *   parts      |- - - - 0 - - - -|- - - - 1 - - - -|
 *   the same   [ goal ]    [ cheer  ][ cheer ]            touch at the border, same kind and label: one moment
 *   twice            [ a talks . . ]                      overlap and say the same: one moment, the surer one's words
 *                            [ a talks . ]
 *   otherwise        [ a . . . . . ]                      the later one begins where the earlier part's ends
 *                            [ b . . ]
 * </pre>
 */
final class Moments {
    /** Seconds between two moments that touch. */
    private static final Rational TOUCH = Rational.of(1, 2);

    private static final Rational TWO = Rational.of(2, 1);

    private static final Comparator<Moment> IN_ORDER = Comparator.comparing(
                    (Moment moment) -> moment.span().start())
            .thenComparing(moment -> moment.span().end())
            .thenComparing(Moment::kind)
            .thenComparing(Moment::label)
            .thenComparing(Moment::transcript);

    private Moments() {}

    /**
     * @param parts what was understood of each part of one track, in order of time
     * @param footage moments are clipped to it
     */
    static List<Moment> merged(List<Understood> parts, Span footage) {
        List<Moment> merged = new ArrayList<>();
        for (Understood part : parts) {
            List<Moment> moments = part.moments().stream()
                    .map(moment -> moment.during(SpanSet.clip(moment.span(), footage)))
                    .filter(moment -> moment.span().duration().isPositive())
                    .sorted(IN_ORDER)
                    .toList();
            if (!moments.isEmpty()) {
                List<Moment> before = reaching(merged, moments.getFirst().span().start());
                moments.forEach(moment -> add(merged, before, moment));
            }
        }
        merged.sort(IN_ORDER);
        return List.copyOf(merged);
    }

    /** The tracks tell of the same time, one what is seen and the other what is heard: neither takes anything from the other. */
    static List<Moment> ofBoth(List<Moment> seen, List<Moment> heard) {
        return Stream.concat(seen.stream(), heard.stream()).sorted(IN_ORDER).toList();
    }

    /** Those of which at least half lies in one free stretch, cut to it: what one track tells of where the other tells nothing. */
    static List<Moment> filling(List<Moment> moments, SpanSet free) {
        return moments.stream()
                .flatMap(moment -> free.spans().stream()
                        .map(stretch -> SpanSet.clip(moment.span(), stretch))
                        .max(Comparator.comparing(Span::duration))
                        .filter(part -> part.duration().isPositive()
                                && !part.duration()
                                        .isLessThan(moment.span().duration().dividedBy(TWO)))
                        .map(moment::during)
                        .stream())
                .toList();
    }

    /** Those that end no earlier than shortly before a time: no other can touch what begins there. */
    private static List<Moment> reaching(List<Moment> merged, Rational time) {
        return merged.stream()
                .filter(moment -> !moment.span().end().plus(TOUCH).isLessThan(time))
                .toList();
    }

    /** @param before what earlier parts said */
    private static void add(List<Moment> merged, List<Moment> before, Moment moment) {
        Optional<Moment> same = before.stream()
                .filter(earlier -> near(earlier.span(), moment.span()) && saysTheSame(earlier, moment))
                .filter(merged::contains)
                .findFirst();
        if (same.isPresent()) {
            merged.remove(same.get());
            merged.add(both(same.get(), moment));
            return;
        }
        Rational start = before.stream()
                .map(Moment::span)
                .filter(span -> span.overlaps(moment.span()))
                .map(Span::end)
                .reduce(moment.span().start(), Rational::max);
        if (start.isLessThan(moment.span().end())) {
            merged.add(moment.during(new Span(start, moment.span().end())));
        }
    }

    private static boolean near(Span earlier, Span later) {
        return !earlier.end().plus(TOUCH).isLessThan(later.start())
                && !later.end().plus(TOUCH).isLessThan(earlier.start());
    }

    private static boolean saysTheSame(Moment earlier, Moment later) {
        return earlier.kind().equals(later.kind()) && plain(earlier.label()).equals(plain(later.label()));
    }

    private static Moment both(Moment earlier, Moment later) {
        Moment surer = later.confidence() > earlier.confidence() ? later : earlier;
        Set<String> tags = new LinkedHashSet<>(earlier.tags());
        tags.addAll(later.tags());
        return new Moment(
                around(earlier.span(), later.span()),
                earlier.kind(),
                earlier.label(),
                surer.description(),
                words(earlier, later, surer),
                List.copyOf(tags),
                Math.max(earlier.highlight(), later.highlight()),
                Math.min(earlier.confidence(), later.confidence()),
                surer.by());
    }

    /** Where both heard the same moment, the surer one's words; where one goes on after the other, both, each at its time. */
    private static List<Words> words(Moment earlier, Moment later, Moment surer) {
        if (earlier.words().isEmpty() || later.words().isEmpty()) {
            return earlier.words().isEmpty() ? later.words() : earlier.words();
        }
        if (earlier.span().overlaps(later.span())) {
            return surer.words();
        }
        if (plain(earlier.transcript()).equals(plain(later.transcript()))) {
            return List.of(new Words(around(earlier.span(), later.span()), surer.transcript()));
        }
        return Stream.concat(earlier.words().stream(), later.words().stream()).toList();
    }

    private static Span around(Span earlier, Span later) {
        return new Span(Rational.min(earlier.start(), later.start()), Rational.max(earlier.end(), later.end()));
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
