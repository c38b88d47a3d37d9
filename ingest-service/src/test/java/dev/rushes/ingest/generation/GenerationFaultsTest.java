package dev.rushes.ingest.generation;

import static dev.rushes.gemini.fake.scenario.Fault.*;
import static dev.rushes.ingest.generation.GenerationFailure.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.flow.Recipe;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.generation.domain.Bill.Billed;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseState;
import dev.rushes.ingest.source.NotYet;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.testkit.RecordingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every way in which the makers of films misbehave, and what becomes of the footage and the money. Whatever happens, one run sends one order that may cost. */
@ExtendWith(OutputCaptureExtension.class)
class GenerationFaultsTest extends InTheGenerationLab {
    private static final int ALWAYS = Rule.FOR_EVER;
    private static final String SECRET_WORDS = "A red kite over dunes";
    private static final FilmWish WISH = new FilmWish(SECRET_WORDS, 8, "720p", "16:9");

    /** 64 tokens at 1.50 and 46,336 at 17.50 dollars a million, rounded up once. */
    private static final long FILM = 810_976;

    private static final Map<String, String> OMNI = Map.of();
    private static final Map<String, String> VEO = Map.of("generator", "veo");

    /**
     * A fault and how the run ends.
     *
     * @param times how many requests meet it
     * @param end failure; empty if there is a film
     * @param billed what the record of the purchase says of money
     * @param money micro-dollars that the job was charged
     */
    record Case(
            Map<String, String> settings,
            Fault fault,
            int times,
            Optional<FailureCode> end,
            Billed billed,
            long money) {
        @Override
        public String toString() {
            return "F" + fault.number() + " " + fault + (times == ALWAYS ? " for ever" : " x" + times) + ": "
                    + end.map(FailureCode::name).orElse("a film") + ", " + billed;
        }
    }

    private static Case film(Map<String, String> settings, Fault fault, int times, long money) {
        return new Case(settings, fault, times, Optional.empty(), Billed.YES, money);
    }

    private static Case ends(Map<String, String> settings, Fault fault, FailureCode code, Billed billed, long money) {
        return new Case(settings, fault, ALWAYS, Optional.of(code), billed, money);
    }

    static Stream<Case> cases() {
        return Stream.of(
                // 33: Omni
                film(OMNI, OMNI_POLL_FORBIDDEN, 3, FILM),
                film(OMNI, OMNI_POLL_NOT_FOUND, 3, FILM),
                ends(OMNI, OMNI_POLL_FORBIDDEN, GENERATION_FAILED, Billed.NO, 0),
                ends(OMNI, OMNI_POLL_NOT_FOUND, GENERATION_FAILED, Billed.UNKNOWN, 0),
                // 64 in at 1.50 and 12 words out at 9 dollars a million.
                ends(OMNI, OMNI_TEXT_ONLY, GENERATION_FILTERED, Billed.YES, 204),
                ends(OMNI, OMNI_FAILED, GENERATION_FAILED, Billed.UNKNOWN, 0),
                ends(OMNI, OMNI_BUDGET, GENERATION_OUT_OF_BUDGET, Billed.UNKNOWN, 0),
                ends(OMNI, OMNI_REFUSED, GENERATION_REFUSED, Billed.NO, 0),
                ends(OMNI, OMNI_ORDER_LOST, GENERATION_UNKNOWN, Billed.UNKNOWN, 0),
                ends(OMNI, OMNI_ORDER_BROKEN, GENERATION_UNKNOWN, Billed.UNKNOWN, 0),
                film(OMNI, OMNI_ORDER_SLOW, ALWAYS, FILM),
                film(OMNI, OMNI_DOWNLOAD_REDIRECT, ALWAYS, FILM),
                ends(OMNI, OMNI_DOWNLOAD_FORBIDDEN, GENERATION_NOT_FETCHED, Billed.YES, FILM),
                ends(OMNI, OMNI_DOWNLOAD_TRUNCATED, GENERATION_NOT_FETCHED, Billed.YES, FILM),
                ends(OMNI, OMNI_DOWNLOAD_PAGE, GENERATION_NOT_FETCHED, Billed.YES, FILM),
                // 34: Veo
                ends(VEO, VEO_ERROR, GENERATION_FAILED, Billed.NO, 0),
                ends(VEO, VEO_FILTERED, GENERATION_FILTERED, Billed.NO, 0),
                film(VEO, VEO_SOUND_FILTERED, ALWAYS, 3_200_000),
                film(VEO, VEO_NOT_FOUND, 3, 3_200_000),
                ends(VEO, VEO_NOT_FOUND, GENERATION_FAILED, Billed.UNKNOWN, 0),
                ends(VEO, VEO_EXPIRED, GENERATION_EXPIRED, Billed.UNKNOWN, 0),
                ends(VEO, VEO_ORDER_LOST, GENERATION_UNKNOWN, Billed.UNKNOWN, 0));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyFaultEndsAsItShouldAndOneOrderIsSent(Case its, CapturedOutput output) {
        lab.fake.follow(1, new Rule(its.fault(), "", 1, its.times(), 1));
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));

        End end = run(lab.footage(its.settings()), job);

        assertThat(end.failure().map(Failure::code)).isEqualTo(its.end());
        assertThat(end.film().isPresent()).isEqualTo(its.end().isEmpty());
        assertThat(lab.orders()).isEqualTo(1);
        Purchase purchase = lab.bought(job.ticket().jobId()).getFirst();
        assertThat(purchase.bill().billed()).isEqualTo(its.billed());
        assertThat(job.microDollars()).isEqualTo(its.money());
        end.failure().ifPresent(GenerationFaultsTest::isKindAndSecret);
        // Asked again, the same run says the same and buys nothing.
        assertThat(run(lab.footage(its.settings()), job).failure().map(Failure::code))
                .isEqualTo(its.end());
        assertThat(lab.orders()).isEqualTo(1);
        assertThat(lab.fake.journal()).noneMatch(entry -> entry.keyInAddress());
        assertThat(output.getAll()).doesNotContain(FakeSettings.KEY).doesNotContain(SECRET_WORDS);
        assertThat(job.notes().toString()).doesNotContain(FakeSettings.KEY).doesNotContain(SECRET_WORDS);
    }

    private static void isKindAndSecret(Failure failure) {
        assertThat(failure.message())
                .startsWith("Expected ")
                .endsWith(".")
                .doesNotContain(FakeSettings.KEY, SECRET_WORDS, "http", "Exception");
    }

    @Test
    void everyFaultOfFilmsHasACase() {
        List<Fault> films = Arrays.stream(Fault.values())
                .filter(fault -> fault.number() >= 33 && fault != OMNI_ORDER_BUSY)
                .toList();

        assertThat(cases().map(Case::fault).distinct()).containsExactlyInAnyOrderElementsOf(films);
    }

    @Test
    void whatWasFilteredIsExplainedInTheServicesWords() {
        lab.fake.follow(1, Rule.always(VEO_FILTERED));
        assertThat(message(VEO, 1)).contains("1 filtered (The film was filtered.)", "Nothing is to be paid for it.");

        lab.fake.follow(1, Rule.always(OMNI_TEXT_ONLY));
        assertThat(message(OMNI, 1)).contains("\"I can't make this film.\"", "It has cost $0.000204.");

        lab.fake.follow(1, Rule.always(VEO_SOUND_FILTERED));
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        assertThat(run(lab.footage(VEO), job).film()).isPresent();
        assertThat(job.notes())
                .anyMatch(note -> note.startsWith("WARNING ") && note.contains("The sound was filtered."));
    }

    @Test
    void aServiceThatTakesNoOrdersIsWaitedForWithoutATryAndNothingIsBought() {
        lab.fake.follow(1, Rule.times(OMNI_ORDER_BUSY, 2));
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        PromptFootage footage = lab.footage(OMNI);

        NotYet later = once(footage, job).later().orElseThrow();
        assertThat(later.why().code()).isEqualTo(GENERATOR_BUSY);
        assertThat(lab.bought(job.ticket().jobId())).isEmpty();
        assertThat(job.storyOfLane("gemini:gemini-omni-1.1-flash"))
                .containsSequence("released")
                .anyMatch(line -> line.startsWith("held until " + later.until()));

        lab.time(later.until());
        assertThat(run(footage, job).film()).isPresent();
        assertThat(job.microDollars()).isEqualTo(FILM);
    }

    @Test
    void anOrderIsWrittenDownAlsoWhenNobodyWaitsForItAnyMore() {
        lab.fake.follow(1, Rule.once(OMNI_ORDER_SLOW));
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        PromptFootage footage = lab.footage(OMNI);

        Disposable caller = footage.bring(new Footage.Prompt(WISH, Optional.empty()), keys(job), job)
                .subscribe();
        await().until(() -> lab.orders() == 1);
        caller.dispose();

        await().until(() -> lab.bought(job.ticket().jobId()).getFirst().state() == PurchaseState.RUNNING);
        assertThat(run(footage, job).film()).isPresent();
        assertThat(lab.orders()).isEqualTo(1);
    }

    @Test
    void manyInstancesThatHaveTheSameJobAtOnceSendOneOrder() {
        lab.fake.follow(1, Rule.once(OMNI_ORDER_SLOW));
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));

        List<End> ends = Flux.range(0, 8)
                .map(_ -> lab.footage(OMNI))
                .flatMap(footage -> attempt(footage, job), 8)
                .collectList()
                .blockOptional(GenerationLab.PATIENCE)
                .orElseThrow();

        assertThat(ends).hasSize(8).allMatch(end -> end.later().isPresent());
        assertThat(lab.orders()).isEqualTo(1);
        assertThat(run(lab.footage(OMNI), job).film()).isPresent();
        assertThat(job.microDollars()).isEqualTo(FILM);
    }

    @Test
    void aServiceThatCanNotBeReachedHasSoldNothing() {
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));

        End end = run(lab.footage(OMNI, "http://127.0.0.1:1"), job);

        assertThat(end.failure().orElseThrow().code()).isEqualTo(GENERATOR_UNAVAILABLE);
        assertThat(lab.bought(job.ticket().jobId())).isEmpty();
        assertThat(run(lab.footage(OMNI), job).film()).isPresent();
    }

    @Test
    void whileTheFilmIsMadePeopleReadForHowLong() {
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        PromptFootage footage = lab.footage(OMNI);

        NotYet ordered = once(footage, job).later().orElseThrow();
        assertThat(ordered.until()).isEqualTo(lab.now().plusSeconds(5));
        assertThat(job.notes().getFirst())
                .isEqualTo(
                        "INFO Ordered 8 s of film from gemini-omni-1.1-flash for up to $0.812412; the service calls it v1_fake0001.");

        lab.time(lab.now().plusSeconds(40));
        NotYet making = once(footage, job).later().orElseThrow();
        assertThat(making.why().message()).contains("it has been at work for 40 s");
        assertThat(making.why().code().kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(making.until()).isEqualTo(lab.now().plusSeconds(10));
    }

    @Test
    void aFilmThatIsNotReadyForLongEndsTheRunAndTheNextRunWaitsForTheSameOne() {
        lab.fake.follow(1, new Rule(OMNI_POLL_NOT_FOUND, "", 1, 1, 1));
        Map<String, String> patient = Map.of("patience", "0s", "doubt", "1h");
        BuyingContext<Void> first = new BuyingContext<>(ticket(1));

        assertThat(run(lab.footage(patient), first).failure().orElseThrow().code())
                .isEqualTo(GENERATION_TOO_SLOW);
        BuyingContext<Void> second = new BuyingContext<>(nextRun(first.ticket()));
        assertThat(run(lab.footage(OMNI), second).film()).isPresent();

        assertThat(lab.orders()).isEqualTo(1);
        assertThat(second.microDollars()).isEqualTo(FILM);
    }

    @Test
    void runningAJobAgainBuysOnlyWhatCanNotBecomeAFilm() {
        lab.fake.follow(1, Rule.once(OMNI_TEXT_ONLY));
        BuyingContext<Void> first = new BuyingContext<>(ticket(1));
        assertThat(run(lab.footage(OMNI), first).failure()).isPresent();

        BuyingContext<Void> second = new BuyingContext<>(nextRun(first.ticket()));
        assertThat(run(lab.footage(OMNI), second).film()).isPresent();

        assertThat(lab.orders()).isEqualTo(2);
        assertThat(lab.bought(first.ticket().jobId()).stream().map(Purchase::state))
                .containsExactly(PurchaseState.OVER, PurchaseState.READY);
        // What the first run has paid is told again with the same identifier, so that the ledger counts it once.
        assertThat(second.microDollars()).isEqualTo(204 + FILM);
    }

    @Test
    void aFilmThatCouldNotBeFetchedIsFetchedByTheNextRunAndNotBought() {
        lab.fake.follow(1, Rule.once(OMNI_DOWNLOAD_TRUNCATED));
        BuyingContext<Void> first = new BuyingContext<>(ticket(1));
        assertThat(run(lab.footage(OMNI), first).failure().orElseThrow().code()).isEqualTo(GENERATION_NOT_FETCHED);
        assertThat(lab.media.store().find(keys(first).source()).block(GenerationLab.PATIENCE))
                .isEmpty();

        BuyingContext<Void> second = new BuyingContext<>(nextRun(first.ticket()));
        assertThat(run(lab.footage(OMNI), second).film()).isPresent();
        assertThat(lab.orders()).isEqualTo(1);
    }

    @Test
    void whatTheServiceKeepsNoLongerIsExpired() {
        lab.fake.follow(1, Rule.always(OMNI_DOWNLOAD_FORBIDDEN));
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        PromptFootage footage = lab.footage(OMNI);
        assertThat(run(footage, job).failure().orElseThrow().code()).isEqualTo(GENERATION_NOT_FETCHED);

        lab.time(lab.now().plus(Duration.ofHours(48)));
        Failure failure = run(footage, job).failure().orElseThrow();

        assertThat(failure.code()).isEqualTo(GENERATION_EXPIRED);
        assertThat(failure.message()).contains("keeps it no longer", "It has cost $0.810976.");
    }

    @Test
    void exactlyTheBudgetIsAllowedAndWhatMayHaveBeenPaidCounts() {
        long most = GenerationConfiguration.studio(GenerationLab.settings(OMNI), true, lab.clock())
                .quote(WISH)
                .orElseThrow()
                .microDollars();
        BuyingContext<Void> poor = new BuyingContext<>(ticket(1, most - 1));
        assertThat(run(lab.footage(OMNI), poor).failure().orElseThrow().code())
                .isEqualTo(CommonFailure.BUDGET_EXCEEDED);
        assertThat(lab.orders()).isZero();

        lab.fake.follow(1, Rule.once(OMNI_ORDER_LOST));
        BuyingContext<Void> unlucky = new BuyingContext<>(ticket(1, 2 * most - 1));
        assertThat(run(lab.footage(OMNI), unlucky).failure().orElseThrow().code())
                .isEqualTo(GENERATION_UNKNOWN);
        Failure second = run(lab.footage(OMNI), new BuyingContext<>(nextRun(unlucky.ticket())))
                .failure()
                .orElseThrow();
        assertThat(second.code()).isEqualTo(CommonFailure.BUDGET_EXCEEDED);
        assertThat(second.message()).contains("are spent or may be");

        lab.reset();
        assertThat(run(lab.footage(OMNI), new BuyingContext<>(ticket(1, most))).film())
                .isPresent();
    }

    @Test
    void withoutAKeyNothingIsAskedAndPeopleReadWhy() {
        End end = run(PromptFootage.closed(), new BuyingContext<>(ticket(1)));

        assertThat(end.failure().orElseThrow().code()).isEqualTo(GENERATION_OFF);
        assertThat(end.failure().orElseThrow().message()).contains("GEMINI_API_KEY");
    }

    @Test
    void whatAModelDoesNotMakeIsRefusedWithoutAsking() {
        FilmWish five = new FilmWish(SECRET_WORDS, 5, "720p", "16:9");
        StageFailure refused = (StageFailure) lab.footage(VEO)
                .bring(new Footage.Prompt(five, Optional.empty()), keys(ticket(1)), new BuyingContext<>(ticket(1)))
                .<Throwable>map(_ -> new AssertionError())
                .onErrorResume(Mono::just)
                .blockOptional(GenerationLab.PATIENCE)
                .orElseThrow();

        assertThat(refused.failure().message()).contains("(4, 6, 8 seconds)", "but got 5.");
        assertThat(lab.orders()).isZero();
    }

    @Test
    void aRefusedKeySellsNothingAndShowsNothing() {
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        PromptFootage stranger = lab.footageWithKey("stranger");

        Failure failure = run(stranger, job).failure().orElseThrow();

        assertThat(failure.code()).isEqualTo(GENERATOR_MISCONFIGURED);
        assertThat(failure.message()).doesNotContain("stranger");
        assertThat(lab.bought(job.ticket().jobId())).isEmpty();
    }

    @Test
    void theServiceIsAskedToForgetWhatIsHere() {
        BuyingContext<Void> job = new BuyingContext<>(ticket(1));
        PromptFootage footage = lab.footage(OMNI);
        assertThat(run(footage, job).film()).isPresent();

        assertThat(footage.finished(job).blockOptional(GenerationLab.PATIENCE)).isEmpty();

        assertThat(lab.asked()).endsWith("DELETE /v1beta/interactions/v1_fake0001");
        assertThat(lab.count(Route.DOWNLOAD)).isEqualTo(1);
    }

    @Test
    void metersTellOrdersEndsAndMoney() {
        double before = lab.meter("rushes.generation.micro.dollars");
        double accepted = lab.meter("rushes.generation.orders", "end", "accepted");

        assertThat(run(lab.footage(OMNI), new BuyingContext<>(ticket(1))).film())
                .isPresent();

        assertThat(lab.meter("rushes.generation.micro.dollars") - before).isEqualTo(FILM);
        assertThat(lab.meter("rushes.generation.orders", "end", "accepted") - accepted)
                .isEqualTo(1);
    }

    /** What comes of one look or of many: a film, a failure, or a wait. */
    record End(Optional<StoredObject> film, Optional<Failure> failure, Optional<NotYet> later) {}

    private static End once(PromptFootage footage, BuyingContext<Void> job) {
        return attempt(footage, job).blockOptional(GenerationLab.PATIENCE).orElseThrow();
    }

    private static Mono<End> attempt(PromptFootage footage, BuyingContext<Void> job) {
        return footage.bring(new Footage.Prompt(WISH, Optional.empty()), keys(job), job)
                .map(film -> new End(Optional.of(film), Optional.empty(), Optional.empty()))
                .onErrorResume(
                        NotYet.class,
                        later -> Mono.just(new End(Optional.empty(), Optional.empty(), Optional.of(later))))
                .onErrorResume(
                        StageFailure.class,
                        failure ->
                                Mono.just(new End(Optional.empty(), Optional.of(failure.failure()), Optional.empty())));
    }

    /** Comes again when it is due, until there is an end. */
    private static End run(PromptFootage footage, BuyingContext<Void> job) {
        End end = once(footage, job);
        for (int look = 0; look < 500 && end.later().isPresent(); look++) {
            lab.time(end.later().get().until());
            end = once(footage, job);
        }
        assertThat(end.later()).isEmpty();
        return end;
    }

    private static String message(Map<String, String> settings, int run) {
        return run(lab.footage(settings), new BuyingContext<>(ticket(run)))
                .failure()
                .orElseThrow()
                .message();
    }

    private static JobKeys keys(BuyingContext<?> job) {
        return keys(job.ticket());
    }

    private static JobKeys keys(JobTicket ticket) {
        return new JobKeys(ticket.tenant(), ticket.jobId());
    }

    private static JobTicket nextRun(JobTicket ticket) {
        return new JobTicket(
                ticket.jobId(),
                ticket.tenant(),
                ticket.run() + 1,
                ticket.recipe(),
                ticket.route(),
                ticket.options(),
                ticket.priority(),
                lab.now());
    }

    private static JobTicket ticket(int run) {
        return ticket(run, JobTerms.NONE);
    }

    private static JobTicket ticket(int run, long budget) {
        return ticket(run, new JobTerms(Optional.empty(), Optional.of(budget), Optional.empty()));
    }

    private static JobTicket ticket(int run, JobTerms terms) {
        JobOptions plain = JobOptions.DEFAULTS;
        JobTicket ticket = RecordingContext.ticket(
                Recipe.GENERATE,
                new JobOptions(
                        plain.filmLength(),
                        plain.chunkLength(),
                        plain.format(),
                        plain.maxHeight(),
                        plain.onChunkFailure(),
                        plain.analyzer(),
                        Map.of(),
                        terms));
        return new JobTicket(
                ticket.jobId(),
                ticket.tenant(),
                run,
                ticket.recipe(),
                ticket.route(),
                ticket.options(),
                ticket.priority(),
                lab.now());
    }
}
