package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.domain.Insight.Part;
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
        List<Part> parts = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        Set<String> flags = new TreeSet<>();
        Set<String> models = new TreeSet<>();
        Set<String> summaries = new LinkedHashSet<>();
        for (PieceResult result : results) {
            segments.addAll(segments(result, parts.size(), chunk, snapping));
            parts.add(part(result, chunk));
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
                parts,
                segments,
                bill);
    }

    private static Part part(PieceResult result, Span chunk) {
        return new Part(within(result.piece().startMillis(), result.piece().endMillis(), chunk), result.status());
    }

    /** What lies within the chunk of a stretch that is told in milliseconds from the chunk's start. */
    private static Span within(long fromMillis, long toMillis, Span chunk) {
        Rational from = chunk.start().plus(Rational.of(fromMillis, 1000));
        Rational to = chunk.start().plus(Rational.of(toMillis, 1000));
        return new Span(Rational.min(from, chunk.end()), Rational.min(to, chunk.end()));
    }

    private static List<Segment> segments(PieceResult result, int part, Span chunk, Snapping snapping) {
        List<Segment> segments = new ArrayList<>();
        long start = result.piece().startMillis();
        for (Moment moment : result.draft().segments()) {
            Span span = within(start + moment.startMillis(), start + moment.endMillis(), chunk);
            if (span.duration().isPositive()) {
                segments.add(segment(moment, part, snapping.snap(span)));
            }
        }
        return segments;
    }

    private static Segment segment(Moment moment, int part, Snapping.Snapped snapped) {
        return new Segment(
                part,
                snapped.span(),
                moment.kind(),
                moment.label(),
                moment.description(),
                moment.transcript(),
                moment.tags(),
                moment.highlight(),
                moment.confidence(),
                snapped.moved());
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
