package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts together what a model understood of one track, chunk by chunk. Within a chunk its moments may overlap, as the model has it; between neighbours:
 *
 * <pre>
 *   chunks     |- - - - 0 - - - -|- - - - 1 - - - -|
 *   the same   [ goal ]    [ cheer  ][ cheer ]            touch at the border, same kind and label: one moment
 *   twice            [ a talks . . ]                      overlap and say the same: one moment, the surer one's words
 *                            [ a talks . ]
 *   otherwise        [ a . . . . . ]                      the later one begins where the earlier chunk's ends
 *                            [ b . . ]
 * </pre>
 */
final class Moments {
    /** Seconds between two moments that touch. */
    private static final Rational TOUCH = Rational.of(1, 2);

    private static final Comparator<Moment> IN_ORDER = Comparator.comparing(
                    (Moment moment) -> moment.span().start())
            .thenComparing(moment -> moment.span().end())
            .thenComparing(Moment::kind)
            .thenComparing(Moment::label)
            .thenComparing(Moment::transcript);

    private Moments() {}

    /**
     * @param chunks the moments of each chunk of one track, in order of the chunks
     * @param footage moments are clipped to it
     */
    static List<Moment> merged(List<List<Moment>> chunks, Span footage) {
        List<Moment> merged = new ArrayList<>();
        for (List<Moment> chunk : chunks) {
            List<Moment> before = List.copyOf(merged);
            chunk.stream()
                    .map(moment -> moment.during(SpanSet.clip(moment.span(), footage)))
                    .filter(moment -> moment.span().duration().isPositive())
                    .sorted(IN_ORDER)
                    .forEach(moment -> add(merged, before, moment));
        }
        merged.sort(IN_ORDER);
        return List.copyOf(merged);
    }

    /** The tracks tell of the same time, one what is seen and the other what is heard: neither takes anything from the other. */
    static List<Moment> ofBoth(List<Moment> seen, List<Moment> heard) {
        return Stream.concat(seen.stream(), heard.stream()).sorted(IN_ORDER).toList();
    }

    /** @param before what earlier chunks said */
    private static void add(List<Moment> merged, List<Moment> before, Moment moment) {
        Optional<Moment> same = merged.stream()
                .filter(before::contains)
                .filter(earlier -> near(earlier.span(), moment.span()) && saysTheSame(earlier, moment))
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
        boolean overlap = earlier.span().overlaps(later.span());
        Moment surer = later.confidence() > earlier.confidence() ? later : earlier;
        Set<String> tags = new LinkedHashSet<>(earlier.tags());
        tags.addAll(later.tags());
        return new Moment(
                new Span(
                        Rational.min(earlier.span().start(), later.span().start()),
                        Rational.max(earlier.span().end(), later.span().end())),
                earlier.kind(),
                earlier.label(),
                surer.description(),
                words(earlier, later, overlap, surer),
                List.copyOf(tags),
                Math.max(earlier.highlight(), later.highlight()),
                Math.min(earlier.confidence(), later.confidence()),
                surer.by());
    }

    /** Where both heard the same moment, the surer one's words; where one goes on after the other, both. */
    private static String words(Moment earlier, Moment later, boolean overlap, Moment surer) {
        if (earlier.transcript().isBlank() || later.transcript().isBlank()) {
            return earlier.transcript().isBlank() ? later.transcript() : earlier.transcript();
        }
        boolean same = overlap || plain(earlier.transcript()).equals(plain(later.transcript()));
        return same
                ? surer.transcript()
                : earlier.transcript().strip() + " " + later.transcript().strip();
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
