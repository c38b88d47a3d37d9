package dev.rushes.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Prompt;
import dev.rushes.events.Source;
import dev.rushes.events.SourceKind;
import dev.rushes.events.StageName;
import dev.rushes.flow.FlowStage;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.RequestRules;
import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.generation.GenerationLab;
import dev.rushes.ingest.generation.InTheGenerationLab;
import dev.rushes.ingest.generation.PromptFootage;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseState;
import dev.rushes.ingest.source.UploadedFootage;
import dev.rushes.ingest.wire.IngestWire;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.testkit.StageHarness;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** Films from words through the whole upload stage: the runtime's engine, Postgres, the fake over HTTP, files and ffmpeg. Processes die and others go on. */
@ExtendWith(OutputCaptureExtension.class)
class GenerateJobTest extends InTheGenerationLab {
    private static final String LANE = "gemini:gemini-omni-1.1-flash";
    private static final long FILM = 810_976;

    @Test
    void wordsBecomeFootageThatIsPaidOnceAndToldToTheMicroDollar(CapturedOutput output) {
        UUID job = UUID.randomUUID();
        try (StageHarness<Request, StoredMedia> harness = instance()) {
            harness.deliver(request(job, 1));
            run(harness);

            MediaStored fact = harness.facts(MediaStored.class).getFirst();
            assertThat(fact.getJob().getRoute())
                    .containsExactly(StageName.UPLOAD, StageName.TIMELINE, StageName.RENDER);
            assertThat(fact.getMedia().getContentType()).isEqualTo("video/mp4");
            assertThat(fact.getInfo().getVideo().getCodec()).isEqualTo("h264");
            assertThat(spent(harness)).isEqualTo(FILM);
            assertThat(lab.orders()).isEqualTo(1);
            assertThat(harness.story())
                    .contains("STAGE_NOTED", "STAGE_POSTPONED", "SPENT", "STAGE_FINISHED")
                    .doesNotContain("STAGE_RETRYING", "FAILED");
            // Waiting is no try.
            assertThat(harness.retries())
                    .isNotEmpty()
                    .allMatch(again -> again.next().attempt() == 1);
            assertThat(harness.sent().toString()).doesNotContain(FakeSettings.KEY);
            assertThat(output.getAll()).doesNotContain(FakeSettings.KEY).doesNotContain("red kite");
        }
    }

    @Test
    void whileTheFilmIsMadeNoWorkerIsHeld() {
        try (StageHarness<Request, StoredMedia> harness = instance()) {
            harness.concurrency(1);
            UUID waiting = UUID.randomUUID();
            harness.deliver(request(waiting, 1));
            harness.settle();
            assertThat(lab.bought(waiting).getFirst().state()).isEqualTo(PurchaseState.RUNNING);

            // The only worker takes up another job at once.
            harness.deliver(request(UUID.randomUUID(), 1));
            harness.settle();
            assertThat(lab.orders()).isEqualTo(2);
            run(harness);
            assertThat(harness.facts(MediaStored.class)).hasSize(2);
        }
    }

    @Test
    void whereverTheProcessDiesTheFilmComesAndIsBoughtAndCountedOnce() {
        List<Predicate<Letter>> places = List.of(
                letter -> isEvent(letter, JobEventType.REQUESTED),
                letter -> isEvent(letter, JobEventType.STAGE_POSTPONED),
                letter -> letter instanceof Letter.Again,
                letter -> letter instanceof Letter.Fact fact && fact.record() instanceof MediaStored,
                letter -> isEvent(letter, JobEventType.SPENT),
                letter -> isEvent(letter, JobEventType.STAGE_FINISHED));
        for (Predicate<Letter> place : places) {
            for (boolean before : new boolean[] {true, false}) {
                lab.reset();
                UUID job = UUID.randomUUID();
                try (StageHarness<Request, StoredMedia> harness = instance()) {
                    if (before) {
                        harness.crashBefore(place);
                    } else {
                        harness.crashAfter(place);
                    }
                    harness.deliver(request(job, 1));
                    run(harness);

                    assertThat(harness.facts(MediaStored.class)).isNotEmpty();
                    assertThat(lab.orders()).isEqualTo(1);
                    assertThat(spent(harness)).isEqualTo(FILM);
                    assertThat(harness.deadLetters()).isEmpty();
                }
            }
        }
    }

    @Test
    void looksGoOnOnAnotherInstance() {
        UUID job = UUID.randomUUID();
        try (StageHarness<Request, StoredMedia> first = instance()) {
            first.deliver(request(job, 1));
            first.settle();
            first.crashBefore(_ -> true);
            first.advance(Duration.ofSeconds(5));
            first.settle();
        }
        Purchase running = lab.bought(job).getFirst();
        assertThat(running.state()).isEqualTo(PurchaseState.RUNNING);
        assertThat(running.operation()).isEqualTo("v1_fake0001");

        try (StageHarness<Request, StoredMedia> second = instance()) {
            second.deliver(request(job, 1));
            run(second);

            assertThat(second.facts(MediaStored.class)).hasSize(1);
            assertThat(spent(second)).isEqualTo(FILM);
        }
        assertThat(lab.orders()).isEqualTo(1);
        assertThat(lab.asked()).contains("GET /v1beta/interactions/v1_fake0001");
    }

    @Test
    void anOrderWhoseAnswerWasNeverWrittenDownIsNotSentAgainAndTheUserDecides() {
        UUID job = UUID.randomUUID();
        // A process has written down that it is about to ask, and died.
        intend(job);
        try (StageHarness<Request, StoredMedia> harness = instance()) {
            harness.deliver(request(job, 1));
            harness.settle();
            assertThat(harness.story()).contains("STAGE_POSTPONED").doesNotContain("FAILED");

            run(harness);
            JobEvent failed = harness.events().stream()
                    .filter(event -> event.getType() == JobEventType.FAILED)
                    .findFirst()
                    .orElseThrow();
            assertThat(failed.getFailure().getCode()).isEqualTo("GENERATION_UNKNOWN");
            assertThat(failed.getFailure().getMessage())
                    .contains("up to $0.812411", "running the job again buys another");
            assertThat(harness.deadLetters()).isEmpty();
            assertThat(lab.orders()).isZero();

            harness.deliver(request(job, 2));
            run(harness);
            assertThat(lab.orders()).isEqualTo(1);
            assertThat(harness.facts(MediaStored.class)).hasSize(1);
            assertThat(lab.bought(job).stream().map(Purchase::state))
                    .containsExactly(PurchaseState.UNKNOWN, PurchaseState.READY);
            assertThat(spent(harness)).isEqualTo(FILM);
        }
    }

    @Test
    void aFilmThatIsNoneIsFetchedAgainAndNotBoughtAgain() {
        UUID job = UUID.randomUUID();
        lab.fake.follow(1, Rule.once(Fault.OMNI_DOWNLOAD_PAGE));
        try (StageHarness<Request, StoredMedia> harness = instance()) {
            harness.deliver(request(job, 1));
            run(harness);

            assertThat(harness.facts(MediaStored.class)).hasSize(1);
            assertThat(harness.story()).contains("STAGE_RETRYING");
            assertThat(lab.count(Route.DOWNLOAD)).isEqualTo(2);
            assertThat(lab.orders()).isEqualTo(1);
            assertThat(spent(harness)).isEqualTo(FILM);
        }
    }

    @Test
    void aFilteredFilmEndsTheJobWithoutADeadLetterAndWithTheReason() {
        UUID job = UUID.randomUUID();
        lab.fake.follow(1, Rule.once(Fault.OMNI_TEXT_ONLY));
        try (StageHarness<Request, StoredMedia> harness = instance()) {
            harness.deliver(request(job, 1));
            run(harness);

            JobEvent failed = harness.events().stream()
                    .filter(event -> event.getType() == JobEventType.FAILED)
                    .findFirst()
                    .orElseThrow();
            assertThat(failed.getFailure().getCode()).isEqualTo("GENERATION_FILTERED");
            assertThat(failed.getFailure().getMessage()).contains("I can't make this film.");
            assertThat(harness.deadLetters()).isEmpty();
            assertThat(spent(harness)).isEqualTo(204);
        }
    }

    @Test
    void aRequestForAFilmThatNobodyMakesNamesAllThatIsWrong() {
        JobRequested odd = JobRequested.newBuilder(request(UUID.randomUUID(), 1))
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.PROMPT)
                        .setPrompt(Prompt.newBuilder()
                                .setText(" ")
                                .setSeconds(11)
                                .setResolution("8k")
                                .setAspectRatio("1:1")
                                .build())
                        .build())
                .build();
        try (StageHarness<Request, StoredMedia> harness = instance()) {
            harness.deliver(odd);
            harness.settle();

            JobEvent failed = harness.events().stream()
                    .filter(event -> event.getType() == JobEventType.FAILED)
                    .findFirst()
                    .orElseThrow();
            assertThat(failed.getFailure().getCode()).isEqualTo("REQUEST_INVALID");
            assertThat(failed.getFailure().getMessage())
                    .contains("1 to 2000 characters", "3 to 10 seconds", "\"8k\"", "\"1:1\"");
            assertThat(lab.orders()).isZero();
        }
    }

    /** Lets time pass until nothing is left to do; a process that died is started anew. */
    private static void run(StageHarness<Request, StoredMedia> harness) {
        for (int second = 0; second < 3_600 && (harness.crashed() || harness.unfinished() > 0); second++) {
            harness.settle();
            if (harness.crashed()) {
                harness.restart();
            }
            harness.advance(Duration.ofSeconds(1));
        }
        harness.settle();
        assertThat(harness.unfinished()).isZero();
    }

    /** As the ledger counts: each event once. */
    private static long spent(StageHarness<?, ?> harness) {
        Map<UUID, Long> counted = harness.events().stream()
                .filter(event -> event.getType() == JobEventType.SPENT)
                .collect(Collectors.toMap(
                        JobEvent::getEventId, event -> event.getUsage().getMicroDollars(), (once, _) -> once));
        return counted.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isEvent(Letter letter, JobEventType type) {
        return letter instanceof Letter.Fact fact && fact.record() instanceof JobEvent event && event.getType() == type;
    }

    private static StageHarness<Request, StoredMedia> instance() {
        StageHarness<Request, StoredMedia> harness = StageHarness.of(
                new StageDefinition<>(
                        FlowStage.UPLOAD, stage(lab.footage(Map.of())), new IngestWire(), IngestConfiguration.POLICY),
                LaneDefinition.of(LANE, FlowStage.UPLOAD, LaneLimits.NONE));
        // To a day on which the shipped prices hold.
        harness.advance(Duration.between(harness.now(), GenerationLab.BEGIN));
        lab.time(harness::now);
        return harness;
    }

    private static IngestStage stage(PromptFootage prompts) {
        UrlRule urls = new UrlRule(false, Set.of(443), false);
        return new IngestStage(
                (_, _) -> Mono.just(false),
                (_, _) -> Mono.empty(),
                new RequestRules(Duration.ofMinutes(30), urls),
                new Sources(
                        new UploadedFootage(lab.media.store(), DataSize.ofMegabytes(64)),
                        (_, _) -> Mono.error(new AssertionError("nothing is to be fetched from an address")),
                        prompts),
                new Inspection(lab.media.store(), lab.media.workFolders(), lab.media.probe()::probe),
                lab.media.store());
    }

    private static void intend(UUID job) {
        lab.intend(job, 1);
    }

    private static JobRequested request(UUID job, int run) {
        return JobRequested.newBuilder()
                .setEventId(UUID.randomUUID())
                .setJobId(job)
                .setRun(run)
                .setRequestedAt(lab.now())
                .setRecipe("generate")
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.PROMPT)
                        .setPrompt(Prompt.newBuilder()
                                .setText("A red kite over dunes")
                                .build())
                        .build())
                .build();
    }
}
