package dev.rushes.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.flow.FlowStage;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.EventIds;
import dev.rushes.timeline.TimelineAssembler.ClipLengths;
import dev.rushes.timeline.TimelineStage.Forgetting;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.TimelineInput;
import dev.rushes.timeline.findings.FindingsReader;
import dev.rushes.timeline.ledger.FanInLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fan-in fires once for each job and run, whatever the order, the repeats and the deaths in between: against a real Postgres, with two
 * instances that share nothing but the database and the object store.
 */
class FanInTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LedgerDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static List<ConfigurableApplicationContext> instances;

    private final MemoryStore store = new MemoryStore();
    private final List<TimelineStage> stages = instances.stream()
            .map(instance -> stage(LedgerDatabase.ledger(instance)))
            .toList();

    @BeforeAll
    static void startTwoInstances() {
        database = new LedgerDatabase(folder);
        instances = List.of(database.instance(), database.instance());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private TimelineStage stage(FanInLedger ledger) {
        FindingsReader reader = new FindingsReader(store, new FindingsReader.Limits(1 << 20, 1 << 24, 3));
        TimelineAssembler assembler =
                new TimelineAssembler(reader, store, new ClipLengths(Duration.ofMillis(1500), Duration.ofSeconds(6)));
        return new TimelineStage(ledger, assembler, new Forgetting(Duration.ofDays(30), 10));
    }

    @Test
    void theInputThatCompletesTheSetTriggersTheAssemblyInEveryOrder() {
        for (List<Integer> order : permutations(4)) {
            JobOnTheBench job = new JobOnTheBench(store, 1, 2, 1);
            List<TimelineInput> inputs = job.inputs();

            List<Outcome<AssembledTimeline>> outcomes =
                    order.stream().map(i -> handle(0, job, inputs.get(i))).toList();

            assertThat(outcomes.subList(0, 3)).allMatch(outcome -> outcome instanceof Outcome.Absorbed);
            assertThat(outcomes.getLast()).isInstanceOf(Outcome.Done.class);
            assertThat(assemblies(job)).isEqualTo(1);
        }
    }

    @Test
    void onlyTheTriggerAnnouncesTheResultAgainAndEveryOtherRepeatIsAbsorbed() {
        JobOnTheBench job = new JobOnTheBench(store, 2, 2, 1);
        List<TimelineInput> inputs = job.inputs();
        List<Outcome<AssembledTimeline>> first =
                inputs.stream().map(input -> handle(0, job, input)).toList();

        List<Outcome<AssembledTimeline>> again =
                inputs.stream().map(input -> handle(1, job, input)).toList();

        assertThat(again.subList(0, 3)).allMatch(outcome -> outcome instanceof Outcome.Absorbed);
        assertThat(again.getLast()).isEqualTo(Outcome.repeated(facts(first.getLast())));
        assertThat(store.versions(job.keys().timeline())).isEqualTo(1);
    }

    @Test
    void aChunkBeyondTheExpectedOnesDoesNotMakeUpForAMissingOne() {
        JobOnTheBench job = new JobOnTheBench(store, 3, 2, 0);

        assertThat(handle(0, job, job.split())).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 7))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.AUDIO, 1))).isInstanceOf(Outcome.Absorbed.class);

        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 1))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anySequenceOfRepeatsAndCrashesEndsInOneAssemblyWithTheSameBytes() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            JobOnTheBench job = new JobOnTheBench(store, seed, 1 + random.nextInt(4), random.nextInt(3));
            List<TimelineInput> queue = withRepeats(job.inputs(), random);
            List<Outcome<AssembledTimeline>> outcomes = new ArrayList<>();
            int crashes = 0;
            while (!queue.isEmpty()) {
                if (crashes < 5 && random.nextInt(3) == 0) {
                    store.crashAt(1 + random.nextInt(6), random.nextBoolean());
                }
                TimelineInput input = queue.removeFirst();
                Outcome<AssembledTimeline> outcome = handle(random.nextInt(2), job, input);
                outcomes.add(outcome);
                if (outcome instanceof Outcome.Failed) {
                    crashes++;
                    queue.add(random.nextInt(queue.size() + 1), input);
                }
            }
            store.crashAt(Integer.MAX_VALUE, true);

            assertOneAssembly("seed " + seed, job, outcomes);
        }
    }

    @Test
    void aCrashAfterAnyStepIsMendedByTheTriggersRedelivery() {
        for (boolean before : List.of(true, false)) {
            for (int step = 1; step <= 5; step++) {
                JobOnTheBench job = new JobOnTheBench(store, 4, 2, 1);
                List<TimelineInput> inputs = job.inputs();
                inputs.subList(0, 3)
                        .forEach(input -> assertThat(handle(0, job, input)).isInstanceOf(Outcome.Absorbed.class));

                store.crashAt(step, before);
                Outcome<AssembledTimeline> crashed = handle(0, job, inputs.getLast());
                store.crashAt(Integer.MAX_VALUE, true);
                Outcome<AssembledTimeline> other = handle(1, job, inputs.getFirst());
                Outcome<AssembledTimeline> redelivered = handle(1, job, inputs.getLast());

                assertThat(crashed).as("step %d", step).isInstanceOf(Outcome.Failed.class);
                assertThat(other).isInstanceOf(Outcome.Absorbed.class);
                assertThat(redelivered).isInstanceOf(Outcome.Done.class);
                assertThat(store.versions(job.keys().timeline())).isEqualTo(1);
                assertThat(store.versions(job.keys().otio())).isEqualTo(1);
            }
        }
    }

    @Test
    void twoInstancesAtOnceMakeOneAssembly() {
        for (long seed = 1; seed <= 15; seed++) {
            Random random = new Random(seed);
            JobOnTheBench job = new JobOnTheBench(store, seed, 3 + random.nextInt(4), 1 + random.nextInt(3));
            List<TimelineInput> deliveries = withRepeats(job.inputs(), random);
            AtomicInteger turn = new AtomicInteger();

            List<Outcome<AssembledTimeline>> outcomes = Objects.requireNonNull(Flux.fromIterable(deliveries)
                    .flatMap(
                            input -> outcome(
                                    turn.getAndIncrement() % 2, job, input, RecordingContext.firstTry(job.ticket)),
                            8)
                    .collectList()
                    .block(PATIENCE));

            assertThat(outcomes).hasSize(deliveries.size());
            assertOneAssembly("seed " + seed, job, outcomes);
        }
    }

    @Test
    void anotherRunOfTheSameJobAssemblesAgain() {
        JobOnTheBench first = new JobOnTheBench(store, 5, 1, 1);
        JobOnTheBench second = first.nextRun();

        Outcome<AssembledTimeline> one = handleAll(first);
        Outcome<AssembledTimeline> two = handleAll(second);

        assertThat(one).isInstanceOf(Outcome.Done.class);
        assertThat(two).isEqualTo(one);
        assertThat(assemblies(first)).isEqualTo(1);
        assertThat(assemblies(second)).isEqualTo(1);
    }

    @Test
    void anEarlierRunThatCompletesLateDoesNotOverwriteTheLaterOnesCut() {
        JobOnTheBench first = new JobOnTheBench(store, 6, 1, 1);
        assertThat(handleAll(first.nextRun())).isInstanceOf(Outcome.Done.class);

        assertThat(handleAll(first)).isInstanceOf(Outcome.Absorbed.class);
    }

    @Test
    void aGapCountsAsArrivedAndIsNamedInTheTimeline() {
        JobOnTheBench job = new JobOnTheBench(store, 7, 2, 1);
        RecordingContext<AssembledTimeline> context = RecordingContext.firstTry(job.ticket);

        assertThat(handle(0, job, job.split())).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.AUDIO, 0))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.gap(Track.VIDEO, 1))).isInstanceOf(Outcome.Absorbed.class);
        Outcome<AssembledTimeline> done = block(outcome(0, job, job.analyzed(Track.VIDEO, 0), context));

        assertThat(facts(done).getFirst().gaps()).isEqualTo(1);
        assertThat(context.notes())
                .containsExactly("WARNING 1 of the chunks could not be analyzed; the cut was chosen without them");
        assertThat(new String(store.bytes(job.keys().timeline()), StandardCharsets.UTF_8))
                .contains(
                        "{\"track\":\"video\",\"index\":1,\"span\":{\"start\":\"10/1\",\"end\":\"20/1\"},\"problem\":\"the picture is broken\"}");
    }

    @Test
    void findingsReplaceAGapAsLongAsTheCutIsNotDecided() {
        JobOnTheBench job = new JobOnTheBench(store, 8, 2, 0);
        assertThat(handle(0, job, job.gap(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.gap(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 1))).isInstanceOf(Outcome.Absorbed.class);

        assertThat(facts(handle(0, job, job.split())).getFirst().gaps()).isZero();
    }

    @Test
    void findingsForAGapOfADecidedCutFillTheAnalysisAndLeaveTheCutAsItIs() {
        JobOnTheBench job = new JobOnTheBench(store, 9, 2, 0);
        assertThat(handle(0, job, job.split())).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 1))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.gap(Track.VIDEO, 0))).isInstanceOf(Outcome.Done.class);
        byte[] cut = store.bytes(job.keys().timeline());
        assertThat(analysis(job)).contains("\"gaps\":[{\"track\":\"video\",\"index\":0");
        RecordingContext<AssembledTimeline> context = RecordingContext.firstTry(job.ticket);

        Outcome<AssembledTimeline> late = block(outcome(0, job, job.analyzed(Track.VIDEO, 0), context));

        assertThat(late).isInstanceOf(Outcome.Absorbed.class);
        assertThat(context.notes())
                .containsExactly(
                        "INFO A gap in the analysis is filled. The cut was decided without this chunk; run the job again to use it");
        assertThat(analysis(job)).contains("\"gaps\":[]");
        assertThat(store.bytes(job.keys().timeline())).isEqualTo(cut);
    }

    @Test
    void theAnalysisTellsWhereAModelFailed() {
        JobOnTheBench job = new JobOnTheBench(store, 9, 2, 0);
        assertThat(handle(0, job, job.split())).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.analyzed(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, job, job.misunderstood(Track.VIDEO, 1))).isInstanceOf(Outcome.Done.class);

        assertThat(analysis(job))
                .contains("\"gaps\":[],\"modelGaps\":[{\"track\":\"video\",\"index\":1,")
                .contains(
                        "\"status\":\"failed\",\"code\":\"MODEL_UNAVAILABLE\",\"problem\":\"Nobody was there.\",\"lacking\":true}]");
    }

    @Test
    void aFilledGapMakesTheSameAnalysisAsIfThereHadBeenNone() {
        JobOnTheBench whole = new JobOnTheBench(store, 19, 3, 1);
        assertThat(handleAll(whole)).isInstanceOf(Outcome.Done.class);
        String expected = analysis(whole);
        JobOnTheBench filled = whole.nextRun();
        for (TimelineInput input : filled.inputs()) {
            boolean lost = input instanceof TimelineInput.Chunk arrived
                    && arrived.chunk().track() == Track.VIDEO
                    && arrived.chunk().index() == 1;
            var unused = handle(0, filled, lost ? filled.gap(Track.VIDEO, 1) : input);
        }
        assertThat(analysis(filled)).isNotEqualTo(expected);

        for (int repeat = 0; repeat < 2; repeat++) {
            assertThat(handle(0, filled, filled.analyzed(Track.VIDEO, 1))).isInstanceOf(Outcome.Absorbed.class);
            assertThat(analysis(filled)).isEqualTo(expected);
        }
    }

    @Test
    void findingsForAGapOfAnEarlierRunDoNotOverwriteTheLaterOnesAnalysis() {
        JobOnTheBench first = new JobOnTheBench(store, 29, 2, 0);
        assertThat(handle(0, first, first.split())).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, first, first.gap(Track.VIDEO, 1))).isInstanceOf(Outcome.Absorbed.class);
        assertThat(handle(0, first, first.gap(Track.VIDEO, 0))).isInstanceOf(Outcome.Done.class);
        assertThat(handleAll(first.nextRun())).isInstanceOf(Outcome.Done.class);
        String later = analysis(first);

        assertThat(handle(0, first, first.analyzed(Track.VIDEO, 1))).isInstanceOf(Outcome.Absorbed.class);

        assertThat(analysis(first)).isEqualTo(later);
    }

    private String analysis(JobOnTheBench job) {
        return new String(store.bytes(job.keys().footageAnalysis()), StandardCharsets.UTF_8);
    }

    @Test
    void aJobThatWantsAllOfItsChunksFailsWithTheFirstGap() {
        JobOnTheBench job = new JobOnTheBench(store, 10, 2, 0)
                .with(new JobOptions(
                        Optional.empty(),
                        Optional.empty(),
                        JobOptions.FilmFormat.MP4,
                        720,
                        ChunkFailurePolicy.FAIL,
                        "local",
                        Map.of()));

        Outcome<AssembledTimeline> outcome = handle(0, job, job.gap(Track.VIDEO, 1));

        assertThat(failure(outcome)).isEqualTo(TimelineFailure.CHUNK_NOT_ANALYZED);
    }

    @Test
    void findingsThatAreGoneOrDamagedFailTheTry() {
        JobOnTheBench gone = new JobOnTheBench(store, 11, 1, 0);
        assertThat(handle(0, gone, gone.analyzed(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        store.delete(gone.keys().analysis(Track.VIDEO, 0)).block(PATIENCE);
        JobOnTheBench damaged = new JobOnTheBench(store, 12, 1, 0);
        assertThat(handle(0, damaged, damaged.analyzed(Track.VIDEO, 0))).isInstanceOf(Outcome.Absorbed.class);
        var unused = store.store(
                damaged.keys().analysis(Track.VIDEO, 0), "{\"version\": 1}".getBytes(StandardCharsets.UTF_8));

        assertThat(failure(handle(0, gone, gone.split()))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(failure(handle(0, damaged, damaged.split()))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
    }

    @Test
    void onARouteWithoutASplitThereIsNothingToWaitFor() {
        JobOnTheBench job = new JobOnTheBench(store, 13, 0, 0);
        Footage footage = job.footage();
        Footage claimed = new Footage(
                footage.media(),
                footage.info(),
                footage.info().claimedDuration().orElseThrow(),
                footage.filename());

        Outcome<AssembledTimeline> known = handle(0, job, stored(job, claimed));
        JobOnTheBench other = new JobOnTheBench(store, 14, 0, 0);
        Outcome<AssembledTimeline> unknown = handle(0, other, stored(other, other.footage()));

        assertThat(known).isInstanceOf(Outcome.Done.class);
        assertThat(failure(unknown)).isEqualTo(TimelineFailure.FOOTAGE_WITHOUT_LENGTH);
    }

    @Test
    void oldRunsAreForgottenAFewAtATime() {
        JobOnTheBench old = new JobOnTheBench(store, 15, 1, 0);
        JobOnTheBench older = new JobOnTheBench(store, 16, 1, 0);
        JobOnTheBench young = new JobOnTheBench(store, 17, 1, 0);
        for (JobOnTheBench job : List.of(old, older, young)) {
            assertThat(handleAll(job)).isInstanceOf(Outcome.Done.class);
        }
        age(old, 31);
        age(older, 32);
        FanInLedger ledger = LedgerDatabase.ledger(instances.getFirst());

        assertThat(ledger.forget(Duration.ofDays(30), 1).block(PATIENCE)).isEqualTo(1);
        assertThat(List.of(assemblies(older), assemblies(old), assemblies(young)))
                .containsExactly(0L, 1L, 1L);
        assertThat(ledger.forget(Duration.ofDays(30), 10).block(PATIENCE)).isEqualTo(1);
        assertThat(ledger.forget(Duration.ofDays(30), 10).block(PATIENCE)).isZero();
    }

    @Test
    void ofAnErasedJobNothingIsLeftAndOfOthersEverything() {
        JobOnTheBench erased = new JobOnTheBench(store, 18, 2, 1);
        JobOnTheBench other = new JobOnTheBench(store, 19, 1, 0);
        for (JobOnTheBench job : List.of(erased, other)) {
            assertThat(handleAll(job)).isInstanceOf(Outcome.Done.class);
        }
        ErasedJobs jobs = new ErasedJobs(LedgerDatabase.ledger(instances.getFirst()));

        jobs.forget(List.of(told(other, 1, JobEventType.SPENT), told(other, 0, JobEventType.ERASED), unreadable()))
                .block(PATIENCE);
        assertThat(List.of(assemblies(erased), assemblies(other))).containsExactly(1L, 1L);

        EventRecord erasure = told(erased, erased.ticket.run(), JobEventType.ERASED);
        jobs.forget(List.of(erasure, erasure)).block(PATIENCE);
        assertThat(List.of(assemblies(erased), assemblies(other))).containsExactly(0L, 1L);
    }

    private static EventRecord told(JobOnTheBench job, int run, JobEventType type) {
        return record(new EventRecord.Content.Readable(JobEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(Instant.EPOCH)
                .setJobId(job.ticket.jobId())
                .setTenant(job.ticket.tenant())
                .setRun(run)
                .setType(type)
                .build()));
    }

    private static EventRecord unreadable() {
        return record(new EventRecord.Content.Unreadable("no event"));
    }

    private static EventRecord record(EventRecord.Content content) {
        return new EventRecord(0, 0, Instant.EPOCH, content);
    }

    private void assertOneAssembly(String where, JobOnTheBench job, List<Outcome<AssembledTimeline>> outcomes) {
        assertThat(outcomes.stream().filter(outcome -> outcome instanceof Outcome.Done))
                .as(where)
                .hasSize(1);
        assertThat(outcomes.stream().flatMap(outcome -> facts(outcome).stream()).distinct())
                .as(where)
                .hasSize(1);
        assertThat(store.versions(job.keys().timeline())).as(where).isEqualTo(1);
        assertThat(store.versions(job.keys().otio())).as(where).isEqualTo(1);
        assertThat(assemblies(job)).as(where).isEqualTo(1);
    }

    private Outcome<AssembledTimeline> handleAll(JobOnTheBench job) {
        return job.inputs().stream()
                .map(input -> handle(0, job, input))
                .toList()
                .getLast();
    }

    private Outcome<AssembledTimeline> handle(int instance, JobOnTheBench job, TimelineInput input) {
        return block(outcome(instance, job, input, RecordingContext.firstTry(job.ticket)));
    }

    private static Outcome<AssembledTimeline> block(Mono<Outcome<AssembledTimeline>> outcome) {
        return Objects.requireNonNull(outcome.block(PATIENCE));
    }

    /** As the runtime does it: a failure on its way up is an outcome. */
    private Mono<Outcome<AssembledTimeline>> outcome(
            int instance, JobOnTheBench job, TimelineInput input, RecordingContext<AssembledTimeline> context) {
        return stages.get(instance)
                .handle(input, context)
                .onErrorResume(StageFailure.class, failed -> Mono.just(Outcome.failed(failed.failure())));
    }

    private static List<AssembledTimeline> facts(Outcome<AssembledTimeline> outcome) {
        return switch (outcome) {
            case Outcome.Done<AssembledTimeline> done -> done.facts();
            case Outcome.Repeated<AssembledTimeline> repeated -> repeated.facts();
            case Outcome.Absorbed<AssembledTimeline> _,
                    Outcome.Postponed<AssembledTimeline> _,
                    Outcome.Failed<AssembledTimeline> _ -> List.of();
        };
    }

    private static FailureCode failure(Outcome<AssembledTimeline> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<AssembledTimeline>) outcome).failure().code();
    }

    private static TimelineInput stored(JobOnTheBench job, Footage footage) {
        return new TimelineInput.Expectation(
                EventIds.of(job.ticket.jobId(), 1, FlowStage.UPLOAD, "media-stored"), footage, 0, 0);
    }

    private static long assemblies(JobOnTheBench job) {
        return Objects.requireNonNull(instances
                .getFirst()
                .getBean(DatabaseClient.class)
                .sql("select count(*) from timeline.assemblies where job = :job and run = :run and result is not null")
                .bind("job", job.ticket.jobId())
                .bind("run", job.ticket.run())
                .mapValue(Long.class)
                .one()
                .block(PATIENCE));
    }

    private static void age(JobOnTheBench job, int days) {
        var unused = instances
                .getFirst()
                .getBean(DatabaseClient.class)
                .sql(
                        "update timeline.expectations set touched_at = now() - make_interval(days => :days) where job = :job")
                .bind("days", days)
                .bind("job", job.ticket.jobId())
                .fetch()
                .rowsUpdated()
                .block(PATIENCE);
    }

    private static List<TimelineInput> withRepeats(List<TimelineInput> inputs, Random random) {
        List<TimelineInput> deliveries = new ArrayList<>(inputs);
        for (int i = random.nextInt(inputs.size() + 1); i > 0; i--) {
            deliveries.add(inputs.get(random.nextInt(inputs.size())));
        }
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    private static List<List<Integer>> permutations(int size) {
        if (size == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> longer = new ArrayList<>();
        for (List<Integer> shorter : permutations(size - 1)) {
            for (int at = 0; at < size; at++) {
                List<Integer> permutation = new ArrayList<>(shorter);
                permutation.add(at, size - 1);
                longer.add(permutation);
            }
        }
        return longer;
    }
}
