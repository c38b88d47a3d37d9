package dev.rushes.analysis.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Segment;
import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A chunk of many pieces, as the sound of a job is one. */
class LongChunkTest {
    private static final int PIECES = 6;

    @RegisterExtension
    static final Bench bench = new Bench();

    /** Five seconds pass between two looks at it. */
    private static final class HurriedClock extends Clock {
        private final AtomicLong looks = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-22T12:00:00Z").plusSeconds(5 * looks.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void eachPieceHasItsOwnTime() {
        // Bench is patient for a minute; all pieces together take longer by this clock.
        HurriedClock clock = new HurriedClock();
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ofHours(1)), Bench.KEY, clock);

        Insight insight = bench.insight(analyzer, new PayingContext<>(Bench.ticket()));

        assertThat(Duration.ofSeconds(5 * clock.looks.get())).isGreaterThan(Duration.ofMinutes(1));
        assertThat(insight.status()).as(insight.toString()).isEqualTo(Status.OK);
        assertThat(bench.asked()).isEqualTo(PIECES);
    }

    @Test
    void whatOneTryDoesNotGetThroughIsAskedByTheNextOnesAndNothingTwice() {
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ZERO));
        JobTicket ticket = Bench.ticket();
        for (int piece = 1; piece < PIECES; piece++) {
            assertThat(unfinished(analyzer, ticket)).isTrue();
            assertThat(bench.asked()).isEqualTo(piece);
        }
        PayingContext<AnalyzedChunk> last = new PayingContext<>(ticket);

        Insight insight = bench.insight(analyzer, last);

        assertThat(bench.asked()).isEqualTo(PIECES);
        assertThat(insight.status()).isEqualTo(Status.OK);
        assertThat(insight.segments().stream().map(segment -> segment.span().start()))
                .isSorted()
                .hasSizeGreaterThanOrEqualTo(PIECES);
        assertThat(insight.bill().calls()).isEqualTo(PIECES);
        assertThat(insight.bill().reused()).isEqualTo(PIECES - 1);
        assertThat(last.spentSoFar().microDollars())
                .isEqualTo(insight.bill().microDollars())
                .isPositive();
    }

    @Test
    void aPieceThatNobodyAnswersKeepsNoOtherFromBeingAskedAndIsAskedAgainByTheNextRun() {
        // Both models are away for the first piece, three times each.
        bench.fake.follow(1, Rule.times(Fault.OVERLOADED, 6));
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ZERO));
        JobTicket ticket = Bench.ticket();
        for (int piece = 1; piece < PIECES; piece++) {
            assertThat(unfinished(analyzer, ticket)).isTrue();
        }

        Insight insight = bench.insight(analyzer, new PayingContext<>(ticket));

        assertThat(bench.asked()).isEqualTo(6 + PIECES - 1);
        assertThat(insight.status()).isEqualTo(Status.PARTIAL);
        assertThat(insight.shortfall()).contains(Shortfall.MODEL_UNAVAILABLE);
        assertThat(insight.lacking()).isTrue();

        GeminiAnalyzer unhurried = bench.analyzer(bench.smallPieces(Duration.ofHours(1)));
        Insight again = bench.insight(unhurried, new PayingContext<>(Bench.rerun(ticket)));

        assertThat(bench.asked()).isEqualTo(6 + PIECES);
        assertThat(again.status()).isEqualTo(Status.OK);
        assertThat(again.lacking()).isFalse();
        assertThat(again.segments()).containsAll(insight.segments());
    }

    @Test
    void onceAllWasTriedTheSameRunMayAskAgainToo() {
        bench.fake.follow(1, Rule.times(Fault.OVERLOADED, 6));
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ofHours(1)));
        JobTicket ticket = Bench.ticket();
        assertThat(bench.insight(analyzer, new PayingContext<>(ticket)).status())
                .isEqualTo(Status.PARTIAL);

        assertThat(bench.insight(analyzer, new PayingContext<>(ticket)).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void whatAnotherModelAnsweredIsNotAskedOfTheFirstOneAgain() {
        // The first piece is answered by the second model, and the first one has no room for the second piece.
        bench.fake.follow(1, Rule.times(Fault.OVERLOADED, 3));
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ZERO));
        JobTicket ticket = Bench.ticket();
        assertThat(unfinished(analyzer, ticket)).isTrue();
        assertThat(bench.asked(Bench.SECOND)).isEqualTo(1);
        while (unfinished(analyzer, ticket)) {
            assertThat(bench.asked()).isLessThan(20);
        }

        assertThat(bench.asked(Bench.FIRST)).isEqualTo(3 + PIECES - 1);
        assertThat(bench.asked(Bench.SECOND)).isEqualTo(1);
    }

    @Test
    void whatIsBlockedOrOddIsNotLacking() {
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ofHours(1)));
        bench.fake.follow(1, Rule.times(Fault.PROMPT_BLOCKED, 2));

        Insight insight = bench.insight(analyzer, new PayingContext<>(Bench.ticket()));

        assertThat(insight.status()).isEqualTo(Status.PARTIAL);
        assertThat(insight.shortfall()).contains(Shortfall.BLOCKED);
        assertThat(insight.lacking()).isFalse();
        assertThat(insight.segments()).extracting(Segment::kind).isNotEmpty();
    }

    private static boolean unfinished(GeminiAnalyzer analyzer, JobTicket ticket) {
        try {
            Insight unused = bench.insight(analyzer, new PayingContext<>(ticket));
            return false;
        } catch (StageFailure wait) {
            assertThat(wait.failure().code()).isEqualTo(GeminiFailure.GEMINI_UNFINISHED);
            assertThat(wait.failure().code().kind()).isEqualTo(FailureKind.THROTTLED);
            return true;
        }
    }
}
