package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.domain.Insight.Segment;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.gemini.domain.Draft.Moment;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes one insight of what was understood of a chunk's pieces. */
public final class Conclusion {
    private Conclusion() {}

    /**
     * Joins the pieces.
     *
     * @param source who was asked
     * @param results in order of time; at least one
     * @param bill what all of it cost
     * @param chunk where the chunk lies on the source's clock
     * @param snapping boundaries that were measured
     */
    public static Insight of(String source, List<PieceResult> results, Bill bill, Span chunk, Snapping snapping) {
        List<Segment> segments = new ArrayList<>();
        Set<String> flags = new TreeSet<>();
        Set<String> models = new TreeSet<>();
        Set<String> summaries = new LinkedHashSet<>();
        for (PieceResult result : results) {
            Rational start = chunk.start().plus(Rational.of(result.piece().startMillis(), 1000));
            result.draft().segments().forEach(moment -> segment(moment, start, chunk, snapping, segments));
            flags.addAll(result.draft().flags());
            models.addAll(result.models());
            summaries.add(result.draft().summary());
        }
        return new Insight(
                source,
                status(results),
                results.stream().flatMap(result -> result.shortfall().stream()).min(Comparator.naturalOrder()),
                problem(results),
                List.copyOf(flags),
                List.copyOf(models),
                language(results),
                String.join(
                        " ", summaries.stream().filter(its -> !its.isBlank()).toList()),
                segments,
                bill);
    }

    private static void segment(Moment moment, Rational start, Span chunk, Snapping snapping, List<Segment> segments) {
        Rational from = Rational.max(chunk.start(), start.plus(Rational.of(moment.startMillis(), 1000)));
        Rational to = Rational.min(chunk.end(), start.plus(Rational.of(moment.endMillis(), 1000)));
        if (!from.isLessThan(to)) {
            return;
        }
        Snapping.Snapped snapped = snapping.snap(new Span(from, to));
        segments.add(new Segment(
                snapped.span(),
                moment.kind(),
                moment.label(),
                moment.description(),
                moment.transcript(),
                moment.tags(),
                moment.highlight(),
                moment.confidence(),
                snapped.moved()));
    }

    /** All alike, or some of it: a chunk of which one piece was understood is understood in part. */
    private static Status status(List<PieceResult> results) {
        Set<Status> statuses = new TreeSet<>();
        results.forEach(result -> statuses.add(result.status()));
        if (statuses.size() == 1) {
            return statuses.iterator().next();
        }
        boolean something = statuses.contains(Status.OK) || statuses.contains(Status.PARTIAL);
        return something ? Status.PARTIAL : Status.FAILED;
    }

    private static Optional<String> problem(List<PieceResult> results) {
        return results.stream()
                .map(PieceResult::problem)
                .filter(problem -> !problem.isEmpty())
                .distinct()
                .limit(3)
                .reduce((one, other) -> one + "; " + other);
    }

    private static String language(List<PieceResult> results) {
        return results.stream()
                .map(result -> result.draft().language())
                .filter(language -> !language.equals("und"))
                .findFirst()
                .orElse("und");
    }
}
