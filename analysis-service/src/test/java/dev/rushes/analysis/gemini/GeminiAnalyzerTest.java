package dev.rushes.analysis.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Segment;
import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** The analyzer against the fake. */
@ExtendWith(OutputCaptureExtension.class)
class GeminiAnalyzerTest {
    @RegisterExtension
    static final Bench bench = new Bench();

    @Test
    void whatWasUnderstoodLiesOnTheSourcesClockAndInOrder() {
        Insight insight = bench.insight(bench.analyzer(), new PayingContext<>(Bench.ticket()));

        assertThat(insight.status()).isEqualTo(Status.OK);
        assertThat(insight.source()).isEqualTo("gemini/1");
        assertThat(insight.models()).containsExactly(Bench.FIRST);
        assertThat(insight.segments().getFirst().span().start()).isEqualTo(Rational.of(18, 1));
        assertThat(insight.segments().getLast().span().end()).isEqualTo(Rational.of(30, 1));
        assertThat(insight.segments())
                .isSortedAccordingTo((one, other) ->
                        one.span().start().compareTo(other.span().start()));
    }

    @Test
    void aTimeNearAMeasuredCutIsMovedToIt() {
        bench.fake.follow(1, Rule.always(Fault.TIMES_IN_SECONDS));

        Insight insight = bench.insight(bench.analyzer(), new PayingContext<>(Bench.ticket()));

        Rational cut = Rational.of(211, 10);
        double nearest = insight.segments().stream()
                .map(segment -> segment.span().end())
                .mapToDouble(end -> Math.abs(end.toDouble() - cut.toDouble()))
                .min()
                .orElseThrow();
        assertThat(nearest == 0 || nearest > 1.2).isTrue();
    }

    @Test
    void whatWasPaidIsCountedToTheMicroDollarAndToldOnce() {
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());

        Insight.Bill bill = bench.insight(bench.analyzer(), job).bill();

        // 0.30 and 2.50 dollars a million, rounded up once.
        long millionths = bill.tokensIn() * 300_000 + bill.tokensOut() * 2_500_000;
        assertThat(bill.microDollars())
                .isEqualTo((millionths + 999_999) / 1_000_000)
                .isPositive();
        assertThat(bill.prices()).isEqualTo("2026-11-22");
        assertThat(job.spentSoFar()).isEqualTo(Usage.ofTokens(bill.tokensIn(), bill.tokensOut(), bill.microDollars()));
        assertThat(job.lane("gemini:" + Bench.FIRST).story()).hasSize(2).last().isEqualTo("settled " + bill.tokensIn());
    }

    @Test
    void aRetryPaysNothingAndComesToTheSameResult() {
        JobTicket ticket = Bench.ticket();
        bench.fake.follow(1, Rule.once(Fault.TIMES_BACKWARDS));
        PayingContext<AnalyzedChunk> before = new PayingContext<>(ticket);
        Insight first = bench.insight(bench.analyzer(), before);
        assertThat(bench.asked()).isEqualTo(2);
        PayingContext<AnalyzedChunk> job = new PayingContext<>(ticket);

        Insight again = bench.insight(bench.analyzer(), job);

        assertThat(bench.asked()).isEqualTo(2);
        // Told again under the same identifiers, so that it counts once.
        assertThat(job.paid()).isEqualTo(before.paid()).hasSize(2);
        assertThat(job.spentSoFar()).isEqualTo(before.spentSoFar());
        assertThat(job.lane("gemini:" + Bench.FIRST).story()).isEmpty();
        assertThat(again.segments()).isEqualTo(first.segments());
        assertThat(again.bill().microDollars()).isEqualTo(first.bill().microDollars());
        assertThat(again.bill().reused()).isEqualTo(2);
    }

    @Test
    void withoutAKeyTheLocalAnalyzersServeAloneAndTheFindingsSaySo() {
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());
        GeminiAnalyzer analyzer = bench.analyzer(bench.settings(DataSize.ofMegabytes(14)), Map.of());

        Examination examination = bench.examine(analyzer, job);

        assertThat(examination.problem()).isEmpty();
        assertThat(examination.insight().orElseThrow().status()).isEqualTo(Status.OFF);
        assertThat(examination.insight().orElseThrow().problem().orElseThrow()).contains("has none");
        assertThat(analyzer.fullName()).isEqualTo("local/1 (without gemini)");
        assertThat(bench.fake.journal()).isEmpty();
    }

    @Test
    void aBudgetIsKeptBeforeEachCall() {
        Insight poor = bench.insight(bench.analyzer(), new PayingContext<>(Bench.ticket(1000)));
        assertThat(poor.status()).isEqualTo(Status.FAILED);
        assertThat(poor.problem().orElseThrow()).contains("budget");
        assertThat(bench.asked()).isZero();
    }

    @Test
    void whatIsLackingIsToldInOneSentenceThatNamesTheChunkWhereverPeopleReadIt() {
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket(1000));

        String problem = bench.examine(bench.analyzer(), job).problem().orElseThrow();

        assertThat(problem)
                .isEqualTo(
                        "Expected Gemini to understand all of video-00003, but it ended as FAILED: the job's budget does not"
                                + " allow for another call");
        assertThat(job.notes()).containsExactly("WARNING " + problem);
    }

    @Test
    void aChunksShareIsThatOfTheMeasuredLengthWhateverTheHeaderClaims() {
        // By the header the chunk is all of the footage, and the share two cents.
        ChunkToAnalyze chunk = bench.partOf(bench.chunk().duration().times(Rational.of(100, 1)));

        Insight insight = bench.examine(
                        bench.analyzer(), chunk, bench.film(), new PayingContext<>(Bench.ticket(20_000)))
                .insight()
                .orElseThrow();

        assertThat(bench.asked()).isZero();
        assertThat(insight.shortfall()).contains(Shortfall.BUDGET_SPENT);
        assertThat(bench.examine(
                                bench.analyzer(),
                                bench.wholeFootage(),
                                bench.film(),
                                new PayingContext<>(Bench.ticket(20_000)))
                        .insight()
                        .orElseThrow()
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void whatABudgetAllowsIsNeverExceededHoweverOftenItIsAsked() {
        // The whole footage is this chunk: five answers of 1,100 tokens or one long one.
        ChunkToAnalyze chunk = bench.wholeFootage();
        for (Fault fault : new Fault[] {Fault.TIMES_BACKWARDS, Fault.ANSWER_CUT, Fault.THOUGHTS_ONLY, Fault.LOOP}) {
            for (long budget : new long[] {4_000, 8_000, 30_000}) {
                bench.fake.reset();
                bench.fake.follow(1, Rule.always(fault));
                PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket(budget));

                Insight insight = bench.examine(bench.analyzer(), chunk, bench.film(), job)
                        .insight()
                        .orElseThrow();

                assertThat(insight.bill().microDollars())
                        .as(fault + " with " + budget)
                        .isLessThanOrEqualTo(budget);
                assertThat(job.spentSoFar().microDollars())
                        .isEqualTo(insight.bill().microDollars());
            }
        }
    }

    @Test
    void aModelWithoutRoomForLongGivesWayAndOneWithoutRoomForAMomentDoesNot() {
        PayingContext<AnalyzedChunk> soon = new PayingContext<>(Bench.ticket());
        soon.lane("gemini:" + Bench.FIRST).busyUntil(Instant.now().plusSeconds(20));
        assertThatThrownBy(() -> bench.insight(bench.analyzer(), soon)).isInstanceOf(LaneBusy.class);

        PayingContext<AnalyzedChunk> late = new PayingContext<>(Bench.ticket());
        late.lane("gemini:" + Bench.FIRST).busyUntil(Instant.now().plus(Duration.ofHours(5)));
        assertThat(bench.insight(bench.analyzer(), late).models()).containsExactly(Bench.SECOND);
    }

    @Test
    void aRecordingIsHeardInPieces() {
        Insight insight = bench.examine(
                        bench.analyzer(),
                        recording(Rational.ZERO),
                        bench.voice().file(),
                        new PayingContext<>(Bench.ticket()))
                .insight()
                .orElseThrow();

        assertThat(insight.status()).isEqualTo(Status.OK);
        assertThat(insight.segments()).allMatch(segment -> segment.kind().equals("speech"));
        assertThat(insight.segments().stream().map(Segment::transcript)).isNotEmpty();
    }

    /** @param longer seconds that it is said to last beyond its end */
    private static ChunkToAnalyze recording(Rational longer) {
        Clip voice = bench.voice();
        return new ChunkToAnalyze(
                Track.AUDIO,
                0,
                new StoredObject("chunk", 1, "ef".repeat(32), "audio/mp4"),
                Rational.ZERO,
                voice.truth().duration().plus(longer),
                0,
                bench.infoOf(voice));
    }

    @Test
    void whereNothingCanBeDecodedNobodyIsAskedAndTheRestIsUnderstood() {
        GeminiAnalyzer analyzer = bench.analyzer(bench.smallPieces(Duration.ofMinutes(1)));

        Insight seen = bench.examine(analyzer, bench.damaged(), bench.film(), new PayingContext<>(Bench.ticket()))
                .insight()
                .orElseThrow();

        assertThat(bench.asked()).isEqualTo(6);
        endsWithoutItsEnd(seen, 6);

        bench.fake.reset();
        Insight heard = bench.examine(
                        analyzer,
                        recording(Rational.of(4, 1)),
                        bench.voice().file(),
                        new PayingContext<>(Bench.ticket()))
                .insight()
                .orElseThrow();

        endsWithoutItsEnd(heard, Math.toIntExact(bench.asked()));
    }

    private static void endsWithoutItsEnd(Insight insight, int understood) {
        assertThat(insight.status()).as(insight.toString()).isEqualTo(Status.PARTIAL);
        assertThat(insight.shortfall()).contains(Shortfall.NOT_DECODABLE);
        assertThat(insight.lacking()).isFalse();
        assertThat(insight.problem().orElseThrow()).contains("nothing of that can be decoded");
        assertThat(insight.parts().stream().map(Insight.Part::status))
                .startsWith(Collections.nCopies(understood, Status.OK).toArray(Status[]::new))
                .endsWith(Status.FAILED, Status.FAILED);
        assertThat(insight.bill().calls()).isEqualTo(understood);
    }

    @Test
    void aLargeFilmIsBroughtAsAFileAndTakenAwayAgain() {
        GeminiAnalyzer analyzer = bench.analyzer(bench.settings(DataSize.ofBytes(0)));

        assertThat(bench.insight(analyzer, new PayingContext<>(Bench.ticket())).status())
                .isEqualTo(Status.OK);

        assertThat(bench.fake.journal().getLast().what()).startsWith("DELETE /v1beta/files/rushes-");
    }

    @Test
    void theKeyIsShownToNobodyButTheService(CapturedOutput output) {
        bench.fake.follow(1, Rule.always(Fault.KEY_INVALID));
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());
        Examination examination = bench.examine(bench.analyzer(), job);

        assertThat(examination.toString()).doesNotContain(FakeSettings.KEY);
        assertThat(job.notes().toString()).contains("refuses our key").doesNotContain(FakeSettings.KEY);
        assertThat(bench.fake.journal()).noneMatch(entry -> entry.keyInAddress());
        assertThat(output.getAll()).doesNotContain(FakeSettings.KEY);
        assertThat(new GeminiKey("secret")).hasToString("(a key)");
    }
}
