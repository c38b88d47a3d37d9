package dev.rushes.analysis.gemini;

import static dev.rushes.gemini.fake.scenario.Fault.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/**
 * Every way in which the service misbehaves, and what becomes of the chunk. Numbers 33 and 34 concern films made from words, which the analysis does not
 * ask for.
 */
class FaultsTest {
    @RegisterExtension
    static final Bench bench = new Bench();

    /**
     * A fault and how the chunk ends.
     *
     * @param times how many requests meet it
     * @param asked how often models are asked; 0 does not say
     * @param models who answered, or was asked last
     * @param flag what the findings say was odd; empty does not say
     */
    record Case(Fault fault, int times, Status status, int asked, String model, String flag) {
        @Override
        public String toString() {
            return "F" + fault.number() + " " + fault + (times == Rule.FOR_EVER ? " for ever" : " x" + times) + ": "
                    + status;
        }
    }

    private static final int ALWAYS = Rule.FOR_EVER;

    private static Case ends(Fault fault, int times, Status status, int asked) {
        return new Case(fault, times, status, asked, "", "");
    }

    private static Case flagged(Fault fault, String flag) {
        return new Case(fault, ALWAYS, Status.OK, 1, "", flag);
    }

    private static Case nextModel(Fault fault) {
        return new Case(fault, 1, Status.OK, 2, Bench.SECOND, "");
    }

    static Stream<Case> cases() {
        return Stream.of(
                // 3, 4: the next model serves
                nextModel(QUOTA_DAY),
                nextModel(QUOTA_ZERO),
                // 5 to 12: again, then the next model, then without
                ends(NO_CAPACITY, 2, Status.OK, 3),
                ends(OVERLOADED, 2, Status.OK, 3),
                new Case(OVERLOADED, 3, Status.OK, 4, Bench.SECOND, ""),
                ends(OVERLOADED_FOR_EVER, ALWAYS, Status.FAILED, 6),
                ends(INTERNAL, 1, Status.OK, 2),
                ends(INTERNAL, 2, Status.OK, 4),
                ends(INTERNAL, ALWAYS, Status.FAILED, 0),
                ends(BAD_GATEWAY_PAGE, 1, Status.OK, 2),
                ends(ERROR_IN_LIST, 1, Status.OK, 2),
                ends(DEADLINE_EXCEEDED, 1, Status.OK, 2),
                ends(DEADLINE_EXCEEDED, 2, Status.OK, 4),
                ends(SILENCE, 1, Status.OK, 2),
                ends(TRICKLE, 1, Status.OK, 2),
                ends(RESET_BEFORE, 1, Status.OK, 2),
                ends(RESET_WITHIN, 1, Status.OK, 2),
                // 13, 14: nothing will help
                ends(KEY_INVALID, ALWAYS, Status.FAILED, 1),
                ends(KEY_MISSING, ALWAYS, Status.FAILED, 1),
                ends(SCHEMA_REJECTED, 1, Status.FAILED, 1),
                ends(THINKING_REFUSED, 1, Status.FAILED, 1),
                nextModel(MODEL_RETIRED),
                // 23, 24: what must not be said
                ends(PROMPT_BLOCKED, 1, Status.OK, 2),
                ends(PROMPT_BLOCKED, ALWAYS, Status.BLOCKED, 2),
                ends(ANSWER_UNSAFE, ALWAYS, Status.BLOCKED, 2),
                ends(ANSWER_RECITED, ALWAYS, Status.BLOCKED, 2),
                ends(ANSWER_PROHIBITED, ALWAYS, Status.BLOCKED, 2),
                ends(ANSWER_ENDED_ODDLY, ALWAYS, Status.FAILED, 2),
                // 25, 26: too long
                ends(ANSWER_CUT, 1, Status.OK, 3),
                ends(THOUGHTS_ONLY, 1, Status.OK, 2),
                ends(THOUGHTS_ONLY, ALWAYS, Status.FAILED, 0),
                // 27: mended
                flagged(FENCED, "fence"),
                flagged(PREAMBLE, "words before"),
                flagged(BYTE_ORDER_MARK, "byte-order mark"),
                flagged(NOT_A_NUMBER, "no number"),
                flagged(DUPLICATE_KEYS, "key twice"),
                flagged(WRONG_WORD, "unknown kind"),
                flagged(MISSING_FIELD, "missing field"),
                flagged(EXTRA_FIELD, "unknown field"),
                // 28, 29: times
                ends(TIMES_PAST_END, 1, Status.OK, 2),
                ends(TIMES_PAST_END, ALWAYS, Status.PARTIAL, 2),
                ends(TIMES_BACKWARDS, 1, Status.OK, 2),
                ends(TIMES_BACKWARDS, ALWAYS, Status.FAILED, 2),
                flagged(TIMES_UNORDERED, "out of order"),
                ends(TIMES_OF_WHOLE_FILM, ALWAYS, Status.FAILED, 2),
                ends(TIMES_BURNED_IN, ALWAYS, Status.FAILED, 2),
                ends(TIMES_AS_CLOCK, ALWAYS, Status.OK, 1),
                ends(TIMES_IN_SECONDS, ALWAYS, Status.OK, 1),
                ends(TIMES_IN_MILLIS, ALWAYS, Status.OK, 1),
                ends(TIMES_ODD, ALWAYS, Status.FAILED, 2),
                // 30: for ever the same
                ends(LOOP, 1, Status.OK, 2),
                ends(LOOP, ALWAYS, Status.PARTIAL, 2),
                ends(ENDLESS_LINES, 1, Status.OK, 2),
                ends(ENDLESS_LINES, ALWAYS, Status.PARTIAL, 2),
                // 31
                ends(NOTHING_SEEN, ALWAYS, Status.FAILED, 2),
                ends(USAGE_MISSING, ALWAYS, Status.OK, 1),
                // 32
                ends(STREAM_ERROR, 1, Status.OK, 2),
                ends(STREAM_PLAIN_ERROR, 1, Status.OK, 2),
                ends(STREAM_EMPTY_END, ALWAYS, Status.OK, 1),
                ends(STREAM_SPLIT, ALWAYS, Status.OK, 1));
    }

    static Stream<Case> filesToo() {
        return Stream.of(
                ends(FILE_LOOK_SILENT, 1, Status.OK, 1),
                ends(FILE_SLOW, 1, Status.OK, 1),
                ends(FILE_NEVER_READY, 1, Status.OK, 1),
                ends(FILE_NEVER_READY, ALWAYS, Status.FAILED, 0),
                ends(FILE_FAILED, 1, Status.OK, 1),
                ends(FILE_FAILED, ALWAYS, Status.FAILED, 0),
                ends(FILE_STATELESS, 2, Status.OK, 1),
                ends(FILE_NOT_ACTIVE, 1, Status.OK, 2),
                ends(FILE_NOT_ACTIVE, ALWAYS, Status.FAILED, 3),
                ends(FILE_GONE, 1, Status.OK, 2),
                ends(FILE_GONE, ALWAYS, Status.FAILED, 2),
                ends(UPLOAD_NO_ADDRESS, 1, Status.OK, 1),
                ends(UPLOAD_PART_LOST, 1, Status.OK, 1),
                ends(UPLOAD_END_LOST, 1, Status.OK, 1),
                ends(UPLOAD_SHORT, 1, Status.OK, 1),
                ends(UPLOAD_OTHER_BYTES, 1, Status.OK, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aChunkEndsAsTheTableSays(Case its) {
        // Whoever never answers is left soon; on a busy machine the others get all the time that they need.
        Duration patience = its.fault().number() == 11 ? Duration.ofSeconds(2) : Duration.ofSeconds(30);
        ends(its, bench.analyzer(bench.settings(DataSize.ofMegabytes(14), patience)));
    }

    @ParameterizedTest
    @MethodSource("filesToo")
    void aChunkThatIsBroughtAsAFileEndsAsTheTableSays(Case its) {
        ends(its, bench.analyzer(bench.settings(DataSize.ofBytes(0))));

        // Nothing is left behind, and nothing was brought that was there.
        long left = bench.fake.journal().stream()
                .filter(entry -> entry.what().startsWith("DELETE"))
                .count();
        assertThat(left).isPositive();
        if (its.fault() == UPLOAD_END_LOST || its.fault() == UPLOAD_PART_LOST) {
            assertThat(count(Route.UPLOAD_START)).isEqualTo(1);
        }
    }

    private static void ends(Case its, GeminiAnalyzer analyzer) {
        bench.fake.follow(1, Rule.times(its.fault(), its.times()));
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());

        Insight insight = bench.insight(analyzer, job);

        assertThat(insight.status()).as(insight.toString()).isEqualTo(its.status());
        assertThat(bench.fake.journal())
                .anyMatch(entry -> entry.fault().filter(its.fault()::equals).isPresent());
        if (its.asked() > 0) {
            assertThat(bench.asked()).as("times asked").isEqualTo(its.asked());
        }
        if (!its.model().isEmpty()) {
            assertThat(insight.models()).containsExactly(its.model());
        }
        if (!its.flag().isEmpty()) {
            assertThat(insight.flags()).contains(its.flag());
        }
        if (its.status() == Status.OK) {
            assertThat(insight.segments()).isNotEmpty();
            assertThat(insight.problem()).isEmpty();
        } else {
            assertThat(insight.problem()).isPresent();
            assertThat(job.notes()).isNotEmpty();
        }
        boolean costUnknown = its.fault() == STREAM_ERROR
                || its.fault().route() == Route.GENERATE
                        && Set.of(11, 12, 31).contains(its.fault().number())
                        && its.fault() != NOTHING_SEEN;
        assertThat(insight.bill().unknown() > 0).as("cost unknown").isEqualTo(costUnknown);
        assertThat(bench.fake.journal()).noneMatch(entry -> entry.keyInAddress());
    }

    static Stream<Fault> pauses() {
        return Stream.of(QUOTA_MINUTE, QUOTA_UNEXPLAINED, SPEND_LIMIT);
    }

    @ParameterizedTest
    @MethodSource("pauses")
    void whereTheServiceAsksToWaitTheLaneIsHeldForAllAndTheTryDoesNotCount(Fault fault) {
        bench.fake.follow(1, Rule.once(fault));
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());
        GeminiAnalyzer analyzer = bench.analyzer();

        assertThatThrownBy(() -> bench.insight(analyzer, job)).isInstanceOfSatisfying(StageFailure.class, throttled -> {
            assertThat(throttled.failure().code().kind()).isEqualTo(FailureKind.THROTTLED);
            Duration least = fault == QUOTA_MINUTE ? Duration.ofMillis(4812) : Duration.ofSeconds(2);
            assertThat(throttled.failure().retryAfter().orElseThrow()).isGreaterThanOrEqualTo(least);
        });

        assertThat(bench.asked()).isEqualTo(1);
        assertThat(job.lane("gemini:" + Bench.FIRST).story())
                .anyMatch(said -> said.startsWith("held until"))
                .contains("settled 0");
        assertThat(bench.insight(analyzer, job).status()).isEqualTo(Status.OK);
    }

    @Test
    void whoeverAsksAboutAFileAndHearsNothingAsksAgainAndBringsNoOther() {
        bench.fake.follow(1, Rule.once(FILE_NOT_ACTIVE), new Rule(FILE_LOOK_SILENT, "", 2, 2, 1));

        Insight insight =
                bench.insight(bench.analyzer(bench.settings(DataSize.ofBytes(0))), new PayingContext<>(Bench.ticket()));

        assertThat(insight.status()).as(insight.toString()).isEqualTo(Status.OK);
        assertThat(bench.asked()).isEqualTo(2);
        assertThat(count(Route.UPLOAD_START)).isEqualTo(1);
    }

    @Test
    void aDayThatIsSpentHoldsTheLaneUntilMidnightAndTheLastModelWaitsForIt() {
        bench.fake.follow(1, Rule.always(QUOTA_DAY));
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());

        assertThatThrownBy(() -> bench.insight(bench.analyzer(), job))
                .isInstanceOfSatisfying(StageFailure.class, throttled -> assertThat(
                                throttled.failure().code().kind())
                        .isEqualTo(FailureKind.THROTTLED));

        assertThat(bench.asked()).isEqualTo(2);
        assertThat(job.lane("gemini:" + Bench.FIRST).story()).anyMatch(said -> said.startsWith("held until"));
        assertThat(job.lane("gemini:" + Bench.SECOND).story()).anyMatch(said -> said.startsWith("held until"));
    }

    @Test
    void anAnswerThatIsAlwaysCutOffIsNeverTakenForAWholeOne() {
        bench.fake.follow(1, Rule.always(ANSWER_CUT));

        Insight insight = bench.insight(bench.analyzer(), new PayingContext<>(Bench.ticket()));

        assertThat(insight.status()).isIn(Status.PARTIAL, Status.FAILED);
        assertThat(bench.asked()).isEqualTo(3);
    }

    @Test
    void aKeyThatIsRefusedStopsAllQuestionsOfTheInstance() {
        bench.fake.follow(1, Rule.always(KEY_INVALID));
        GeminiAnalyzer analyzer = bench.analyzer();
        Insight first = bench.insight(analyzer, new PayingContext<>(Bench.ticket()));

        Insight second = bench.insight(analyzer, new PayingContext<>(Bench.ticket()));

        assertThat(first.status()).isEqualTo(Status.FAILED);
        assertThat(second.status()).isEqualTo(Status.FAILED);
        assertThat(bench.asked()).isEqualTo(1);
    }

    @Test
    void everyFaultOfTheAnalysisHasACase() {
        Set<Fault> covered = Stream.of(cases().map(Case::fault), filesToo().map(Case::fault), pauses())
                .flatMap(its -> its)
                .collect(Collectors.toSet());
        List<Fault> analysis = Arrays.stream(Fault.values())
                .filter(fault -> fault.number() <= 32)
                .toList();

        assertThat(covered).containsExactlyInAnyOrderElementsOf(analysis);
    }

    private static long count(Route route) {
        return bench.fake.journal().stream()
                .filter(entry -> entry.route().filter(route::equals).isPresent())
                .count();
    }
}
