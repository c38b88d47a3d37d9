package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.domain.Insight.Part;
import dev.rushes.analysis.domain.Insight.Segment;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConclusionTest {
    private static final Span CHUNK = new Span(Rational.of(60, 1), Rational.of(120, 1));

    @Test
    void whoReadsItKnowsWhatWasAskedAtOnceAndOfWhichPartASegmentIs() {
        Draft goal = new Draft(
                List.of(moment(28_000, 30_000, "Goal"), moment(29_000, 30_000, "Cheer")), "en", "", List.of());
        Draft more = new Draft(List.of(moment(0, 2_000, "Goal")), "en", "", List.of());

        Insight insight = Conclusion.of(
                "gemini/1",
                List.of(
                        result(new Piece(0, 30_000, 0), Status.OK, goal),
                        result(new Piece(30_000, 15_000, 1), Status.OK, more),
                        result(new Piece(45_000, 15_000, 1), Status.BLOCKED, Draft.EMPTY)),
                Bill.NOTHING,
                CHUNK,
                new Snapping(List.of(), Rational.ZERO));

        assertThat(insight.parts())
                .containsExactly(
                        new Part(span(60, 90), Status.OK),
                        new Part(span(90, 105), Status.OK),
                        new Part(span(105, 120), Status.BLOCKED));
        assertThat(insight.segments())
                .extracting(Segment::part, Segment::span)
                .containsExactly(tuple(0, span(88, 90)), tuple(0, span(89, 90)), tuple(1, span(90, 92)));
    }

    private static PieceResult result(Piece piece, Status status, Draft draft) {
        return new PieceResult(piece, status, draft, Optional.empty(), "", Set.of("model"));
    }

    private static Draft.Moment moment(long start, long end, String label) {
        return new Draft.Moment(start, end, "action", label, "", "", List.of(), 50, 80);
    }

    private static Span span(int start, int end) {
        return new Span(Rational.of(start, 1), Rational.of(end, 1));
    }
}
