package dev.rushes.analysis.gemini;

import static dev.rushes.gemini.fake.scenario.Fault.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.gemini.fake.JournalEntry;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/**
 * Every way in which the service misbehaves, and what becomes of the chunk. Numbers 33 and 34 concern films made from words, which the analysis does not
 * ask for.
 */
class FaultsTest {
    @RegisterExtension
    static final Bench bench = new Bench();

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static List<String> plain = List.of();

    /**
     * A fault and how the chunk ends.
     *
     * @param times how many requests meet it
     * @param lack what kept the chunk from being OK; empty if it is
     * @param asked how often models are asked
     * @param brought how often a film is brought, if it is brought as a file
     * @param parts stretches that were asked about one by one: more than one if the chunk was halved
     * @param model who answered; empty does not say
     * @param flag what the findings say was odd; empty does not say
     */
    record Case(
            Fault fault,
            int times,
            Status status,
            Optional<Shortfall> lack,
            int asked,
            int brought,
            int parts,
            String model,
            String flag) {
        Case halved() {
            return new Case(fault, times, status, lack, asked, brought, 2, model, flag);
        }

        Case inParts(int its) {
            return new Case(fault, times, status, lack, asked, brought, its, model, flag);
        }

        Case by(String its) {
            return new Case(fault, times, status, lack, asked, brought, parts, its, flag);
        }

        @Override
        public String toString() {
            return "F" + fault.number() + " " + fault + (times == Rule.FOR_EVER ? " for ever" : " x" + times) + ": "
                    + status;
        }
    }

    private static final int ALWAYS = Rule.FOR_EVER;

    private static Case fine(Fault fault, int times, int asked) {
        return new Case(fault, times, Status.OK, Optional.empty(), asked, 1, 1, "", "");
    }

    private static Case ends(Fault fault, int times, Status status, Shortfall lack, int asked) {
        return new Case(fault, times, status, Optional.of(lack), asked, 1, 1, "", "");
    }

    private static Case flagged(Fault fault, String flag) {
        return new Case(fault, ALWAYS, Status.OK, Optional.empty(), 1, 1, 1, "", flag);
    }

    private static Case nextModel(Fault fault) {
        return fine(fault, 1, 2).by(Bench.SECOND);
    }

    /** @param brought how often the film is brought */
    private static Case file(Fault fault, int times, int asked, int brought) {
        return new Case(fault, times, Status.OK, Optional.empty(), asked, brought, 1, "", "");
    }

    private static Case noFile(Fault fault, int asked, int brought) {
        return new Case(
                fault, ALWAYS, Status.FAILED, Optional.of(Shortfall.MODEL_UNAVAILABLE), asked, brought, 1, "", "");
    }

    static Stream<Case> cases() {
        return Stream.of(
                // 3, 4: the next model serves
                nextModel(QUOTA_DAY),
                nextModel(QUOTA_ZERO),
                // 5 to 12: again, then the next model, then without
                fine(NO_CAPACITY, 2, 3).by(Bench.FIRST),
                fine(OVERLOADED, 2, 3).by(Bench.FIRST),
                fine(OVERLOADED, 3, 4).by(Bench.SECOND),
                ends(OVERLOADED_FOR_EVER, ALWAYS, Status.FAILED, Shortfall.MODEL_UNAVAILABLE, 6),
                fine(INTERNAL, 1, 2),
                fine(INTERNAL, 2, 4).halved(),
                ends(INTERNAL, ALWAYS, Status.FAILED, Shortfall.MODEL_UNAVAILABLE, 10)
                        .halved(),
                fine(BAD_GATEWAY_PAGE, 1, 2),
                fine(ERROR_IN_LIST, 1, 2),
                fine(DEADLINE_EXCEEDED, 1, 2),
                fine(DEADLINE_EXCEEDED, 2, 4).halved(),
                fine(SILENCE, 1, 2),
                fine(TRICKLE, 1, 2),
                fine(RESET_BEFORE, 1, 2),
                fine(RESET_WITHIN, 1, 2),
                // 13, 14: nothing will help
                ends(KEY_INVALID, ALWAYS, Status.FAILED, Shortfall.KEY_REFUSED, 1),
                ends(KEY_MISSING, ALWAYS, Status.FAILED, Shortfall.KEY_REFUSED, 1),
                ends(SCHEMA_REJECTED, 1, Status.FAILED, Shortfall.REQUEST_REFUSED, 1),
                ends(THINKING_REFUSED, 1, Status.FAILED, Shortfall.REQUEST_REFUSED, 1),
                nextModel(MODEL_RETIRED),
                // 23, 24: what must not be said
                fine(PROMPT_BLOCKED, 1, 2),
                ends(PROMPT_BLOCKED, ALWAYS, Status.BLOCKED, Shortfall.BLOCKED, 2),
                ends(ANSWER_UNSAFE, ALWAYS, Status.BLOCKED, Shortfall.BLOCKED, 2),
                ends(ANSWER_RECITED, ALWAYS, Status.BLOCKED, Shortfall.BLOCKED, 2),
                ends(ANSWER_PROHIBITED, ALWAYS, Status.BLOCKED, Shortfall.BLOCKED, 2),
                ends(ANSWER_ENDED_ODDLY, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 2),
                // 25, 26: too long
                fine(ANSWER_CUT, 1, 3).halved(),
                fine(THOUGHTS_ONLY, 1, 2),
                ends(THOUGHTS_ONLY, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 10)
                        .halved(),
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
                fine(TIMES_PAST_END, 1, 2),
                ends(TIMES_PAST_END, ALWAYS, Status.PARTIAL, Shortfall.ANSWER_INCOMPLETE, 2),
                fine(TIMES_BACKWARDS, 1, 2),
                ends(TIMES_BACKWARDS, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 2),
                flagged(TIMES_UNORDERED, "out of order"),
                ends(TIMES_OF_WHOLE_FILM, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 2),
                ends(TIMES_BURNED_IN, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 2),
                fine(TIMES_AS_CLOCK, ALWAYS, 1),
                fine(TIMES_IN_SECONDS, ALWAYS, 1),
                fine(TIMES_IN_MILLIS, ALWAYS, 1),
                ends(TIMES_ODD, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 2),
                // 30: for ever the same
                fine(LOOP, 1, 2),
                ends(LOOP, ALWAYS, Status.PARTIAL, Shortfall.ANSWER_INCOMPLETE, 2),
                fine(ENDLESS_LINES, 1, 2),
                ends(ENDLESS_LINES, ALWAYS, Status.PARTIAL, Shortfall.ANSWER_INCOMPLETE, 2),
                // 31
                ends(NOTHING_SEEN, ALWAYS, Status.FAILED, Shortfall.ANSWER_UNUSABLE, 2),
                fine(USAGE_MISSING, ALWAYS, 1),
                // 32
                fine(STREAM_ERROR, 1, 2),
                fine(STREAM_PLAIN_ERROR, 1, 2),
                fine(STREAM_EMPTY_END, ALWAYS, 1),
                fine(STREAM_SPLIT, ALWAYS, 1));
    }

    static Stream<Case> filesToo() {
        return Stream.of(
                file(FILE_LOOK_SILENT, 1, 1, 2),
                // 16 to 18: waited for; brought once again if it can't be used
                file(FILE_SLOW, 1, 1, 1),
                file(FILE_NEVER_READY, 1, 1, 2),
                noFile(FILE_NEVER_READY, 0, 2),
                file(FILE_FAILED, 1, 1, 2),
                noFile(FILE_FAILED, 0, 2),
                file(FILE_STATELESS, 2, 1, 1),
                // 19: looked at again; 20: brought again
                file(FILE_NOT_ACTIVE, 1, 2, 1),
                noFile(FILE_NOT_ACTIVE, 3, 1),
                file(FILE_GONE, 1, 2, 2),
                noFile(FILE_GONE, 2, 2),
                // 21: gone on with; 22: taken away and brought again
                file(UPLOAD_NO_ADDRESS, 1, 1, 2),
                file(UPLOAD_PART_LOST, 1, 1, 1),
                file(UPLOAD_END_LOST, 1, 1, 1),
                file(UPLOAD_SHORT, 1, 1, 2),
                file(UPLOAD_OTHER_BYTES, 1, 1, 2));
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

        assertThat(count(Route.UPLOAD_START)).as("times brought").isEqualTo(its.brought());
        assertThat(bench.fake.files()).as("left behind").isZero();
    }

    private static void ends(Case its, GeminiAnalyzer analyzer) {
        List<String> untroubled = untroubled();
        bench.fake.follow(1, Rule.times(its.fault(), its.times()));
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());

        Examination examination = bench.examine(analyzer, job);

        Insight insight = examination.insight().orElseThrow();
        assertThat(insight.status()).as(insight.toString()).isEqualTo(its.status());
        assertThat(insight.shortfall()).isEqualTo(its.lack());
        assertThat(insight.parts()).hasSize(its.parts());
        assertThat(bench.fake.journal())
                .anyMatch(entry -> entry.fault().filter(its.fault()::equals).isPresent());
        assertThat(bench.asked()).as("times asked").isEqualTo(its.asked());
        if (!its.model().isEmpty()) {
            assertThat(insight.models()).containsExactly(its.model());
        }
        if (!its.flag().isEmpty()) {
            assertThat(insight.flags()).contains(its.flag());
        }
        if (its.status() == Status.OK) {
            assertThat(insight.problem()).isEmpty();
            assertThat(insight.segments()).isNotEmpty();
            if (its.parts() == 1 && its.fault() != PROMPT_BLOCKED) {
                // Neither the fault nor its mending has changed what is told of the pictures.
                assertThat(told(insight)).isEqualTo(untroubled);
            }
        } else {
            assertThat(insight.problem()).isPresent();
            assertThat(job.notes()).isNotEmpty();
        }
        // Whatever Gemini does, the job goes on with what was measured.
        assertThat(examination.observations()).isInstanceOf(Seen.class);
        isPaidAndSettled(its, insight, job);
        nobodyIsKeptWaiting();
    }

    private static void isPaidAndSettled(Case its, Insight insight, PayingContext<AnalyzedChunk> job) {
        boolean costUnknown = its.fault() == STREAM_ERROR
                || its.fault().route() == Route.GENERATE
                        && Set.of(11, 12, 31).contains(its.fault().number())
                        && its.fault() != NOTHING_SEEN;
        assertThat(insight.bill().unknown() > 0).as("cost unknown").isEqualTo(costUnknown);
        assertThat(job.spentSoFar().microDollars())
                .as("money that the job is told of")
                .isEqualTo(insight.bill().microDollars());
        long answers = bench.fake.journal().stream()
                .filter(entry -> entry.what().contains(":streamGenerateContent") && entry.status() == 200)
                .count();
        boolean free = its.fault() == STREAM_ERROR || its.fault() == STREAM_PLAIN_ERROR || its.fault() == TRICKLE;
        assertThat((long) insight.bill().calls()).as("answers paid").isEqualTo(answers - (free ? its.times() : 0));
        for (String model : List.of(Bench.FIRST, Bench.SECOND)) {
            List<String> story = job.lane("gemini:" + model).story();
            assertThat(story.stream().filter(said -> said.startsWith("settled") || said.equals("released")))
                    .as("what was reserved of " + model + " and is not any more")
                    .hasSizeGreaterThanOrEqualTo(Math.toIntExact(story.stream()
                            .filter(said -> said.startsWith("reserved"))
                            .count()));
        }
        assertThat(bench.fake.journal()).noneMatch(entry -> entry.keyInAddress());
    }

    /** No connection is left open over a question that nobody waits for any more. */
    private static void nobodyIsKeptWaiting() {
        await().atMost(Duration.ofSeconds(30)).until(() -> bench.fake.unfinished() == 0);
    }

    private static List<String> told(Insight insight) {
        return insight.segments().stream()
                .map(segment -> segment.span() + " " + segment.label())
                .toList();
    }

    /** What is told of the chunk when nothing goes wrong. */
    private static List<String> untroubled() {
        if (plain.isEmpty()) {
            plain = told(insight(bench.analyzer()));
            bench.fake.reset();
        }
        return plain;
    }

    static Stream<Fault> pauses() {
        return Stream.of(QUOTA_MINUTE, QUOTA_UNEXPLAINED, SPEND_LIMIT);
    }

    @ParameterizedTest
    @MethodSource("pauses")
    void whereTheServiceAsksToWaitTheLaneIsHeldForAllAndTheTryDoesNotCount(Fault fault) {
        bench.fake.follow(1, Rule.once(fault));
        PayingContext<AnalyzedChunk> job = new PayingContext<>(Bench.ticket());
        GeminiAnalyzer analyzer = bench.analyzer(bench.settings(DataSize.ofMegabytes(14)), Bench.KEY, CLOCK);

        Duration pause = throttled(analyzer, job);

        // What the service wrote with fractions, and a second more; or the first step of our own.
        Duration least = fault == QUOTA_MINUTE ? Duration.ofMillis(4812) : Duration.ofSeconds(2);
        assertThat(pause).isEqualTo(least);
        assertThat(bench.asked()).isEqualTo(1);
        assertThat(job.lane("gemini:" + Bench.FIRST).story())
                .anyMatch(said -> said.startsWith("held until " + NOW.plus(pause)))
                .contains("settled 0");
        assertThat(job.spentSoFar().microDollars()).isZero();
        assertThat(bench.insight(analyzer, job).status()).isEqualTo(Status.OK);
    }

    @Test
    void whoeverIsRefusedWithoutAWordWaitsTwiceAsLongEachTimeUntilThereIsAnAnswer() {
        bench.fake.follow(1, Rule.times(QUOTA_UNEXPLAINED, 3), new Rule(QUOTA_UNEXPLAINED, "", 5, 5, 1));
        GeminiAnalyzer analyzer = bench.analyzer();

        assertThat(throttled(analyzer)).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttled(analyzer)).isEqualTo(Duration.ofSeconds(4));
        assertThat(throttled(analyzer)).isEqualTo(Duration.ofSeconds(8));
        assertThat(insight(analyzer).status()).isEqualTo(Status.OK);
        assertThat(throttled(analyzer)).isEqualTo(Duration.ofSeconds(2));
    }

    private static Duration throttled(GeminiAnalyzer analyzer) {
        return throttled(analyzer, new PayingContext<>(Bench.ticket()));
    }

    /** How long a record is to wait, without a try. */
    private static Duration throttled(GeminiAnalyzer analyzer, PayingContext<AnalyzedChunk> job) {
        StageFailure failure = catchThrowableOfType(StageFailure.class, () -> bench.insight(analyzer, job));
        assertThat(failure.failure().code().kind()).isEqualTo(FailureKind.THROTTLED);
        return failure.failure().retryAfter().orElseThrow();
    }

    private static Insight insight(GeminiAnalyzer analyzer) {
        return bench.insight(analyzer, new PayingContext<>(Bench.ticket()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"OVERLOADED_FOR_EVER", "NO_CAPACITY"})
    void aModelThatIsAwayIsLeftAloneAndTriedOnceInAWhile(Fault fault) {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        InstantSource source = now::get;
        GeminiAnalyzer analyzer = bench.analyzer(bench.shortTempered(3), Bench.KEY, source.withZone(ZoneOffset.UTC));
        bench.fake.follow(1, Rule.always(fault));
        assertThat(insight(analyzer).shortfall()).contains(Shortfall.MODEL_UNAVAILABLE);
        asked(3, 3);

        // Open: nobody is asked, and the chunk goes on without.
        now.set(NOW.plusSeconds(59));
        Examination alone = bench.examine(analyzer, new PayingContext<>(Bench.ticket()));
        assertThat(alone.insight().orElseThrow().shortfall()).contains(Shortfall.MODEL_UNAVAILABLE);
        assertThat(alone.observations()).isInstanceOf(Seen.class);
        asked(3, 3);

        // Half open: one call is enough to see that it is still away.
        now.set(NOW.plusSeconds(60));
        assertThat(insight(analyzer).status()).isEqualTo(Status.FAILED);
        asked(4, 4);
        assertThat(insight(analyzer).status()).isEqualTo(Status.FAILED);
        asked(4, 4);

        // Closed by an answer: a failure or two is no reason any more.
        now.set(NOW.plusSeconds(120));
        bench.fake.follow(1);
        assertThat(insight(analyzer).status()).isEqualTo(Status.OK);
        bench.fake.follow(1, Rule.times(fault, 2));
        assertThat(insight(analyzer).models()).containsExactly(Bench.FIRST);
        asked(8, 4);
    }

    private static void asked(long first, long second) {
        assertThat(bench.asked(Bench.FIRST)).as("first model").isEqualTo(first);
        assertThat(bench.asked(Bench.SECOND)).as("second model").isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"QUOTA_ZERO", "MODEL_RETIRED"})
    void aModelThatIsNotForUsIsNotAskedAgainForAnHour(Fault fault) {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        InstantSource source = now::get;
        GeminiAnalyzer analyzer =
                bench.analyzer(bench.settings(DataSize.ofMegabytes(14)), Bench.KEY, source.withZone(ZoneOffset.UTC));
        bench.fake.follow(1, Rule.once(fault));

        assertThat(insight(analyzer).models()).containsExactly(Bench.SECOND);
        now.set(NOW.plus(Duration.ofMinutes(59)));
        assertThat(insight(analyzer).models()).containsExactly(Bench.SECOND);
        asked(1, 2);

        now.set(NOW.plus(Duration.ofHours(1)));
        assertThat(insight(analyzer).models()).containsExactly(Bench.FIRST);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SCHEMA_REJECTED", "THINKING_REFUSED"})
    void whatIsRefusedForGoodIsToldInTheServicesWords(Fault fault) {
        bench.fake.follow(1, Rule.always(fault));

        assertThat(insight(bench.analyzer()).problem().orElseThrow())
                .startsWith("HTTP 400 INVALID_ARGUMENT: ")
                .contains(fault == SCHEMA_REJECTED ? "too many states" : "Thinking level MINIMAL is not supported");
    }

    @Test
    void whoseThoughtsLeftNoRoomIsAskedToThinkAsLittleAsItCanAndGetsTwiceTheRoom() {
        bench.fake.follow(1, Rule.once(THOUGHTS_ONLY));

        assertThat(insight(bench.analyzer()).status()).isEqualTo(Status.OK);

        assertThat(questions()).hasSize(2).allMatch(body -> body.contains("\"thinkingLevel\":\"MINIMAL\""));
        assertThat(questions().getFirst()).contains("\"maxOutputTokens\":8192");
        assertThat(questions().getLast()).contains("\"maxOutputTokens\":16384");
    }

    @Test
    void whatIsBlockedIsAskedAboutOnceMoreWithOtherPictures() {
        bench.fake.follow(1, Rule.always(PROMPT_BLOCKED));

        assertThat(insight(bench.analyzer()).problem().orElseThrow()).contains("PROHIBITED_CONTENT");

        assertThat(questions()).hasSize(2);
        assertThat(questions().getFirst()).contains("\"fps\":1.0");
        assertThat(questions().getLast()).contains("\"fps\":0.5");
    }

    private static List<String> questions() {
        return bench.fake.journal().stream()
                .filter(entry -> entry.what().contains(":streamGenerateContent"))
                .map(JournalEntry::body)
                .toList();
    }

    @Test
    void aFileThatIsNeverReadyIsLookedAtLessAndLessOften() {
        bench.fake.follow(1, Rule.always(FILE_NEVER_READY));

        assertThat(insight(bench.analyzer(bench.settings(DataSize.ofBytes(0)))).status())
                .isEqualTo(Status.FAILED);

        // After 20, 30, 45, 67, 101 and 151 ms; the time for it is 400 ms, and it is brought twice. Without a longer
        // pause each time it were twenty looks.
        assertThat(count(Route.FILE_POLL)).isBetween(2L, 16L);
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

        Duration pause = throttled(bench.analyzer(bench.settings(DataSize.ofMegabytes(14)), Bench.KEY, CLOCK), job);

        // Noon in London is four in the morning in California, whatever the service says of 41 s.
        assertThat(pause).isEqualTo(Duration.ofHours(20).plusSeconds(1));
        asked(1, 1);
        for (String model : List.of(Bench.FIRST, Bench.SECOND)) {
            assertThat(job.lane("gemini:" + model).story())
                    .anyMatch(said -> said.startsWith("held until " + NOW.plus(pause)));
        }
    }

    @Test
    void anAnswerThatIsAlwaysCutOffIsNeverTakenForAWholeOne() {
        bench.fake.follow(1, Rule.always(ANSWER_CUT));

        Insight insight = bench.insight(bench.analyzer(), new PayingContext<>(Bench.ticket()));

        assertThat(insight.status()).isIn(Status.PARTIAL, Status.FAILED);
        assertThat(bench.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KEY_INVALID", "KEY_MISSING"})
    void aKeyThatIsRefusedStopsAllQuestionsOfTheInstance(Fault fault) {
        bench.fake.follow(1, Rule.always(fault));
        GeminiAnalyzer analyzer = bench.analyzer();
        Insight first = insight(analyzer);

        Insight second = insight(analyzer);

        assertThat(first.shortfall()).contains(Shortfall.KEY_REFUSED);
        assertThat(second.shortfall()).contains(Shortfall.KEY_REFUSED);
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
