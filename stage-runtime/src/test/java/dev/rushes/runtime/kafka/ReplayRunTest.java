package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.ReplayOrder;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.deadletters.ReplayResult;
import dev.rushes.runtime.deadletters.ReplayResult.Reason;
import dev.rushes.runtime.engine.Crew;
import dev.rushes.runtime.rules.JobStanding;
import dev.rushes.runtime.rules.ReplayPace;
import dev.rushes.runtime.testkit.ManualTimer;
import dev.rushes.runtime.testkit.MemoryRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** One call of a replay without a broker: pace, time limit, audit and trouble. The clock stands still unless the test moves it. */
class ReplayRunTest {
    private static final DeadLetterSettings SETTINGS = new Binder().bindOrCreate("none", DeadLetterSettings.class);

    private final ManualTimer timer = new ManualTimer();
    private final MemoryLedger ledger = new MemoryLedger();
    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private final FactSerde serde = new FactSerde(new MemoryRegistry.Encoder(), MemoryRegistry.Decoder::new, 1 << 20);
    private final ReplayMarks marks = new ReplayMarks(serde, 100);
    private final LetterReader reader = new LetterReader(marks);
    private Audit told = entry -> Mono.fromRunnable(() -> audit.add(entry));
    private long nextOffset;

    @BeforeEach
    void settingsAreTheDefaults() {
        assertThat(SETTINGS.replayTime()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void letters_go_at_the_pace_that_was_asked_for() {
        List<ReplayPicks.Pick> letters = lettersOfFailedJobs(5);

        CompletableFuture<@Nullable ReplayReport> report =
                run(letters, false, 2).toFuture();
        List<Integer> doneAfter = new ArrayList<>(List.of(ledger.opened().size()));
        for (int halves = 0; halves < 4; halves++) {
            timer.advance(Duration.ofMillis(499));
            int almost = ledger.opened().size();
            timer.advance(Duration.ofMillis(1));
            assertThat(ledger.opened()).hasSize(almost + 1);
            doneAfter.add(ledger.opened().size());
        }

        assertThat(doneAfter).containsExactly(1, 2, 3, 4, 5);
        assertThat(result(report).results()).hasSize(5).allMatch(ReplayResult.Reopened.class::isInstance);
    }

    @Test
    void a_call_ends_when_its_time_is_up_and_says_where_to_go_on() {
        List<ReplayPicks.Pick> letters = lettersOfFailedJobs(50);

        CompletableFuture<@Nullable ReplayReport> running =
                run(letters, false, 1).toFuture();
        timer.advance(Duration.ofSeconds(60));
        ReplayReport report = result(running);

        assertThat(ledger.opened()).hasSize(20);
        assertThat(report.results()).hasSize(20);
        assertThat(report.left()).isEqualTo(30);
        assertThat(report.problem()).isEmpty();
        assertThat(ReplayPicks.Way.read(report.next().orElseThrow(), spans(50)))
                .isEqualTo(new TreeMap<>(spansFrom(20, 50)));
    }

    @Test
    void all_letters_of_a_job_share_one_new_run() {
        UUID job = UUID.randomUUID();
        ledger.put(job, new JobStanding.Over(1, false, true));

        ReplayReport report = finished(run(List.of(letter(job, 1), letter(job, 1), letter(job, 1)), false, 1));

        assertThat(report.results())
                .extracting(result -> ((ReplayResult.Reopened) result).run())
                .containsExactly(2, 2, 2);
        assertThat(ledger.opened()).containsExactly(job + "/2");
    }

    @Test
    void a_dry_run_promises_what_a_run_then_does_and_changes_nothing() {
        UUID failed = UUID.randomUUID();
        UUID running = UUID.randomUUID();
        ledger.put(failed, new JobStanding.Over(1, false, true));
        ledger.put(running, new JobStanding.Running(1));
        List<ReplayPicks.Pick> letters = List.of(
                letter(failed, 1),
                letter(running, 1),
                letter(failed, 1),
                new ReplayPicks.Pick.Gone(new LetterPlace(FlowStage.SPLIT, 0, 99)));

        ReplayReport dry = finished(run(letters, true, 1));
        assertThat(ledger.opened()).isEmpty();
        assertThat(audit).extracting(entry -> entry.deed().dryRun()).containsExactly(true, true);
        ReplayReport wet = finished(run(letters, false, 1000));

        assertThat(dry.results()).isEqualTo(wet.results());
        assertThat(dry.dryRun()).isTrue();
        assertThat(ledger.opened()).containsExactly(failed + "/2");
        assertThat(((ReplayResult.Skipped) wet.results().get(1)).reason()).isEqualTo(Reason.JOB_RUNNING);
        assertThat(((ReplayResult.Skipped) wet.results().get(3)).reason()).isEqualTo(Reason.GONE);
    }

    /** Its first 64 KiB were published as if they were the record. */
    @Test
    void a_letter_that_keeps_only_the_beginning_of_its_record_is_refused() {
        ReplayPicks.Pick cut = letter(UUID.randomUUID(), 1);
        ((ReplayPicks.Pick.Found) cut)
                .record()
                .headers()
                .add(ReturnHeaders.CUT_FROM, "4000000".getBytes(StandardCharsets.UTF_8));

        for (boolean dryRun : new boolean[] {true, false}) {
            ReplayReport report = finished(run(List.of(cut), dryRun, 1));

            assertThat(report.results())
                    .containsExactly(new ReplayResult.Refused(
                            cut.place(),
                            Reason.PAYLOAD_CUT,
                            "Expected a letter with all of its record, but it keeps only the first 0 bytes of 4000000 bytes,"
                                    + " because the record was too large for the dead letters. Send the record again from"
                                    + " where it came from."));
            assertThat(report.expected()).isZero();
        }
        assertThat(audit).extracting(AuditEntry::result).doesNotContain(AuditEntry.Result.FAILED);
    }

    @Test
    void a_report_says_the_rate_and_how_long_the_rest_takes() {
        ReplayReport dry = finished(run(lettersOfFailedJobs(50), true, 4));
        assertThat(dry.perSecond()).isEqualTo(4);
        assertThat(dry.expected()).isEqualTo(Duration.ofMillis(12_500));

        CompletableFuture<@Nullable ReplayReport> running =
                run(lettersOfFailedJobs(50), false, 1).toFuture();
        timer.advance(Duration.ofSeconds(60));
        assertThat(result(running).left()).isEqualTo(30);
        assertThat(result(running).expected()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_audit_hears_of_the_replay_before_of_each_letter_and_after() {
        ReplayReport report = finished(run(lettersOfFailedJobs(2), false, 1000));

        assertThat(audit)
                .extracting(AuditEntry::result)
                .containsExactly(
                        AuditEntry.Result.BEGUN,
                        AuditEntry.Result.DONE,
                        AuditEntry.Result.DONE,
                        AuditEntry.Result.DONE);
        assertThat(audit).allSatisfy(entry -> {
            assertThat(entry.deed().id()).isEqualTo(report.id());
            assertThat(entry.deed().operator()).isEqualTo("ada");
            assertThat(entry.deed().reason()).isEqualTo("the disk has room again");
        });
        assertThat(audit.get(0).deed().arguments()).containsEntry("replayed", "false");
        assertThat(audit.get(1).subject().name()).isEqualTo("rushes.split-dlt-0@0");
        assertThat(audit.get(1).subject().run()).contains(2);
        assertThat(audit.get(3).outcome()).containsEntry("reopened", "2").containsEntry("left", "0");
        assertThat(audit).extracting(AuditEntry::id).doesNotHaveDuplicates();
    }

    @Test
    void without_the_audit_nothing_is_replayed() {
        told = entry -> Mono.error(new IllegalStateException("no broker"));

        StepVerifier.create(run(lettersOfFailedJobs(2), false, 1)).verifyError(DeadLettersUnavailable.class);

        assertThat(ledger.opened()).isEmpty();
    }

    @Test
    void a_letter_whose_replay_could_not_be_written_down_is_the_last() {
        Audit willing = told;
        told = entry -> entry.subject().name().endsWith("@1")
                ? Mono.error(new IllegalStateException("no broker"))
                : willing.write(entry);

        ReplayReport report = finished(run(lettersOfFailedJobs(4), false, 1000));

        assertThat(ledger.opened()).hasSize(2);
        assertThat(report.results()).hasSize(2);
        assertThat(report.left()).isEqualTo(2);
        assertThat(report.problem().orElseThrow()).contains("rushes.split-dlt-0@1");
    }

    @Test
    void trouble_ends_the_call_and_the_next_one_begins_with_the_same_letter() {
        List<ReplayPicks.Pick> letters = lettersOfFailedJobs(3);
        ledger.away = true;

        ReplayReport report = finished(run(letters, false, 1000));

        assertThat(report.results()).singleElement().isInstanceOf(ReplayResult.Failed.class);
        assertThat(report.left()).isEqualTo(3);
        assertThat(report.problem()).isPresent();
        assertThat(report.problem().orElseThrow()).doesNotContain("database is away");
        assertThat(audit.getLast().result()).isEqualTo(AuditEntry.Result.FAILED);
        assertThat(ReplayPicks.Way.read(report.next().orElseThrow(), spans(3))).isEqualTo(spans(3));
    }

    /** Lets a second pass, which is enough at a high pace. */
    private ReplayReport finished(Mono<ReplayReport> run) {
        CompletableFuture<@Nullable ReplayReport> report = run.toFuture();
        timer.advance(Duration.ofSeconds(1));
        return result(report);
    }

    private static ReplayReport result(CompletableFuture<@Nullable ReplayReport> report) {
        return Objects.requireNonNull(report.orTimeout(10, TimeUnit.SECONDS).join());
    }

    private Mono<ReplayReport> run(List<ReplayPicks.Pick> letters, boolean dryRun, double perSecond) {
        LetterFilter filter = new LetterFilter(
                Optional.of(FlowStage.SPLIT),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false));
        ReplayOrder order = new ReplayOrder(
                "ada",
                "the disk has room again",
                new ReplayOrder.Selection.Matching(filter, Optional.empty()),
                dryRun,
                OptionalDouble.empty(),
                OptionalInt.empty());
        ReplayPicks picks = new ReplayPicks(
                letters, 0, true, Optional.of(new ReplayPicks.Way(spans(letters.size()), Optional.empty())));
        // No letter of these tests is copied, so there is nobody to send bytes.
        ReplayDeeds deeds = new ReplayDeeds(
                new Courier(
                        () -> {
                            throw new IllegalStateException("Expected nothing to be sent");
                        },
                        new Crew(Schedulers.immediate(), 1)),
                (topic, key, fact, headers) -> Mono.error(new IllegalStateException("Expected no fact")),
                serde,
                Schedulers.immediate());
        return new ReplayRun(
                        picks,
                        new ReplaySteps(deeds, ledger, marks, SETTINGS.maxCycles()),
                        new ReplayAudit(UUID.randomUUID(), order),
                        dryRun,
                        new ReplayPace(perSecond),
                        new ReplayRun.Parts(entry -> told.write(entry), timer, SETTINGS))
                .run();
    }

    private List<ReplayPicks.Pick> lettersOfFailedJobs(int count) {
        List<ReplayPicks.Pick> letters = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            UUID job = UUID.randomUUID();
            ledger.put(job, new JobStanding.Over(1, false, true));
            letters.add(letter(job, 1));
        }
        return letters;
    }

    private ReplayPicks.Pick letter(UUID job, int run) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("rushes.split-dlt", 0, nextOffset++, new byte[0], new byte[0]);
        record.headers().add("rushes-job-id", job.toString().getBytes(StandardCharsets.UTF_8));
        record.headers().add("rushes-run", Integer.toString(run).getBytes(StandardCharsets.UTF_8));
        return new ReplayPicks.Pick.Found(reader.read(record), record);
    }

    private static TreeMap<org.apache.kafka.common.TopicPartition, TopicSpans.Span> spans(long until) {
        return spansFrom(0, until);
    }

    private static TreeMap<org.apache.kafka.common.TopicPartition, TopicSpans.Span> spansFrom(long from, long until) {
        TreeMap<org.apache.kafka.common.TopicPartition, TopicSpans.Span> spans = new TreeMap<>(TopicSpans.ORDER);
        spans.put(new org.apache.kafka.common.TopicPartition("rushes.split-dlt", 0), new TopicSpans.Span(from, until));
        return spans;
    }
}
