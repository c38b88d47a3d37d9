package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.ActionResult;
import dev.rushes.events.JobRequested;
import dev.rushes.events.OperatorActed;
import dev.rushes.events.Source;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.FailureGroups;
import dev.rushes.runtime.deadletters.LetterContent;
import dev.rushes.runtime.deadletters.LetterContent.Form;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPage;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.deadletters.ReplayOrder;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.deadletters.ReplayResult;
import dev.rushes.runtime.deadletters.ReplayResult.Reason;
import dev.rushes.runtime.rules.JobStanding;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.MemoryRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Mono;

/** Dead letters for people, against a real broker. Each test has a tenant of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersOnKafkaTest {
    private static final byte[] NOISE = {7, 1, 2, 3};

    private Bench bench;
    private MemoryLedger ledger = new MemoryLedger();
    private DeadLetters letters;
    private String tenant = "";

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
    }

    @BeforeEach
    void startInstance() {
        tenant = "tenant-" + UUID.randomUUID();
        ledger = new MemoryLedger();
        letters = instance(List.of());
    }

    @AfterEach
    void stopInstances() {
        bench.stopInstances();
    }

    @AfterAll
    void stopBroker() {
        bench.close();
    }

    // Listing and grouping

    @Test
    void a_page_shows_the_newest_letters_of_all_partitions_and_the_cursor_the_rest() {
        List<String> sent = new ArrayList<>();
        for (int each = 0; each < 25; each++) {
            sent.add(place(dead(each % 3, "DISK_FULL", "no room " + each), FlowStage.SPLIT));
        }

        List<String> listed = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            LetterPage page = get(letters.list(mine(), cursor, 7));
            page.letters().forEach(letter -> {
                listed.add(letter.place().toString());
                times.add(letter.deadAt());
            });
            cursor = page.next();
            pages++;
        } while (cursor.isPresent());

        assertThat(listed).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(pages).isLessThanOrEqualTo(5);
    }

    @Test
    void each_page_gets_on_however_little_one_question_may_read() {
        DeadLetters hasty = instance(List.of(), "rushes.dead-letters.scan-records=1");
        for (int each = 0; each < 8; each++) {
            bench.send(new ProducerRecord<>("rushes.timeline-dlt", each % 3, null, NOISE));
        }

        int found = 0;
        int pages = 0;
        Optional<String> cursor = Optional.empty();
        do {
            LetterPage page = get(hasty.list(LetterFilter.of(FlowStage.TIMELINE), cursor, 100));
            found += page.letters().size();
            cursor = page.next();
        } while (cursor.isPresent() && ++pages < 100);

        assertThat(found).isEqualTo(8);
        assertThat(get(hasty.groups(LetterFilter.of(FlowStage.TIMELINE))).complete())
                .isFalse();
    }

    @Test
    void letters_are_found_by_code_job_time_and_whether_they_were_replayed() {
        RecordMetadata first = dead(0, "DISK_FULL", "no room");
        UUID job = UUID.randomUUID();
        RecordMetadata second =
                dead(1, "UNEXPECTED", "a fault", new RecordHeader("rushes-job-id", utf8(job.toString())));
        Instant between = Instant.ofEpochMilli(second.timestamp());

        assertThat(list(filter(Optional.of("DISK_FULL"), Optional.empty(), Optional.empty(), Optional.empty())))
                .containsExactly(place(first, FlowStage.SPLIT));
        assertThat(list(filter(Optional.empty(), Optional.of(job), Optional.empty(), Optional.empty())))
                .containsExactly(place(second, FlowStage.SPLIT));
        assertThat(list(filter(Optional.empty(), Optional.empty(), Optional.of(between), Optional.empty())))
                .contains(place(second, FlowStage.SPLIT));
        get(letters.replay(order(places(first), false)));
        assertThat(list(filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true))))
                .containsExactly(place(first, FlowStage.SPLIT));
        assertThat(list(filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false))))
                .containsExactly(place(second, FlowStage.SPLIT));
    }

    @Test
    void what_a_stage_gave_up_is_listed_with_all_that_people_ask_for() {
        Probe probe = new Probe();
        probe.on("hopeless", job -> Mono.error(new IllegalStateException("a fault of this program")));
        letters = instance(List.of(probe));
        JobTicket job = Probe.ticket();
        RecordMetadata origin = bench.footage(job, "hopeless");
        awaitEvents(job, "FAILED");

        DeadLetter letter = get(letters.list(ofJob(job.jobId()), Optional.empty(), 10))
                .letters()
                .getFirst();

        assertThat(letter.place().stage()).isEqualTo(FlowStage.SPLIT);
        assertThat(letter.origin().orElseThrow().topic()).isEqualTo("rushes.split");
        assertThat(letter.origin().orElseThrow().partition()).isEqualTo(origin.partition());
        assertThat(letter.origin().orElseThrow().offset()).contains(origin.offset());
        assertThat(letter.subject())
                .isEqualTo(new DeadLetter.Subject(Optional.of(job.jobId()), Optional.of(1), Optional.of("default")));
        assertThat(letter.cause().code()).isEqualTo("UNEXPECTED");
        assertThat(letter.cause().kind()).contains("OURS");
        assertThat(letter.cause().retryable()).contains(true);
        assertThat(letter.cause().attempts()).isEqualTo(3);
        assertThat(letter.cause().message()).startsWith("Expected the split stage to work");
        assertThat(letter.bytes()).isPositive();
        LetterContent content = get(letters.inspect(letter.place()));
        LetterContent.Value.Decoded value = (LetterContent.Value.Decoded) content.value();
        assertThat(value.type()).isEqualTo("dev.rushes.events.MediaStored");
        assertThat(value.avroJson()).contains("\"filename\":{\"string\":\"hopeless\"}");
        assertThat(content.error()).contains("java.lang.IllegalStateException");
        assertThat(content.stackTrace().orElseThrow()).contains("a fault of this program");
        assertThat(header(content, "kafka_dlt-original-offset"))
                .isEqualTo(new LetterContent.Shown(Form.INT64, Long.toString(origin.offset()), 8, false));
        assertThat(header(content, "retry_topic-attempts").text()).isEqualTo("3");
        assertThat(header(content, "retry_topic-original-timestamp").form()).isEqualTo(Form.INTEGER);
        assertThat(header(content, "rushes-stage").text()).isEqualTo("split");
    }

    @Test
    void letters_of_one_failure_are_one_group_whatever_their_numbers() {
        RecordMetadata last = dead(0, "DISK_FULL", "Expected 5 bytes, but got 3");
        for (int each = 0; each < 9; each++) {
            last = dead(each % 3, "DISK_FULL", "Expected " + each + " bytes, but got 12345");
        }
        dead(0, "UNEXPECTED", "Expected luck");
        get(letters.replay(order(places(last), false)));

        FailureGroups groups = get(letters.groups(mine()));

        assertThat(groups.complete()).isTrue();
        assertThat(groups.groups()).hasSize(2);
        FailureGroups.Group disk = groups.groups().getFirst();
        assertThat(disk.code()).isEqualTo("DISK_FULL");
        assertThat(disk.fingerprint().pattern()).isEqualTo("Expected <n> bytes, but got <n>");
        assertThat(disk.count()).isEqualTo(10);
        assertThat(disk.unreplayed()).isEqualTo(9);
        assertThat(disk.tenants()).containsExactly(tenant);
        assertThat(disk.sample()).hasToString(place(last, FlowStage.SPLIT));
        assertThat(disk.first()).isBeforeOrEqualTo(disk.last());
        LetterFilter ofGroup = new LetterFilter(
                Optional.empty(),
                Optional.of(tenant),
                Optional.empty(),
                Optional.empty(),
                Optional.of(disk.fingerprint().id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(list(ofGroup)).hasSize(10);
    }

    @Test
    void a_cursor_that_is_none_is_refused() {
        for (String cursor : List.of("", "x", "****", "c3BsaXQ6LTE", "bm93aGVyZTox")) {
            assertThatThrownBy(() -> get(letters.list(mine(), Optional.of(cursor), 1)))
                    .as(cursor)
                    .hasMessageStartingWith("Expected a cursor");
        }
    }

    // Looking into one

    @Test
    void bytes_that_are_nothing_are_shown_as_they_are() {
        Random random = new Random(3);
        for (int each = 0; each < 25; each++) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            if (value.length > 5 && random.nextBoolean()) {
                value[0] = 0;
                System.arraycopy(
                        ByteBuffer.allocate(4).putInt(random.nextInt(12)).array(), 0, value, 1, 4);
            }
            byte[] header = new byte[random.nextInt(20)];
            random.nextBytes(header);
            RecordMetadata sent = bench.send(new ProducerRecord<>(
                    "rushes.split-dlt",
                    0,
                    random.nextBoolean() ? header : null,
                    random.nextInt(9) == 0 ? null : value,
                    List.of(
                            new RecordHeader("kafka_dlt-original-offset", header),
                            new RecordHeader("kafka_dlt-original-partition", header),
                            new RecordHeader("kafka_dlt-original-timestamp", header),
                            new RecordHeader("retry_topic-backoff-timestamp", header),
                            new RecordHeader("kafka_dlt-exception-stacktrace", header),
                            new RecordHeader("rushes-run", header),
                            new RecordHeader("rushes-job-id", header),
                            new RecordHeader("rushes-attempt", null),
                            new RecordHeader("rushes-tenant", utf8(tenant)))));

            LetterContent content = get(letters.inspect(new LetterPlace(FlowStage.SPLIT, 0, sent.offset())));
            assertThat(content.headers()).hasSize(9);
            assertThat(content.letter().place().offset()).isEqualTo(sent.offset());
        }
        assertThat(get(letters.list(mine(), Optional.empty(), 100)).letters()).hasSize(25);
        assertThat(get(letters.groups(mine())).groups()).isNotEmpty();
    }

    @Test
    void long_values_are_cut_and_say_so() {
        RecordMetadata sent = bench.send(new ProducerRecord<>(
                "rushes.split-dlt",
                0,
                utf8("k".repeat(10_000)),
                utf8("v".repeat(900_000)),
                List.of(new RecordHeader("big", utf8("h".repeat(10_000))))));

        LetterContent content = get(letters.inspect(new LetterPlace(FlowStage.SPLIT, 0, sent.offset())));

        assertThat(content.key().cut()).isTrue();
        assertThat(content.key().bytes()).isEqualTo(10_000);
        assertThat(header(content, "big").text()).hasSize(512);
        LetterContent.Value.Opaque value = (LetterContent.Value.Opaque) content.value();
        assertThat(value.preview().text()).hasSize(1_024);
        assertThat(value.preview().bytes()).isEqualTo(900_000);
        assertThat(value.why()).startsWith("Expected");
    }

    @Test
    void while_the_registry_is_away_a_letter_is_shown_undecoded() {
        JobTicket job = Probe.ticket();
        bench.footage(job, "plain");
        byte[] value = bench.read("rushes.split", job.jobId()).getFirst().value();
        RecordMetadata sent = bench.send(new ProducerRecord<>("rushes.split-dlt", 1, null, value));
        MemoryRegistry.reachable(false);
        try {
            LetterContent content = get(letters.inspect(new LetterPlace(FlowStage.SPLIT, 1, sent.offset())));
            assertThat(((LetterContent.Value.Opaque) content.value()).why()).contains("registry");
        } finally {
            MemoryRegistry.reachable(true);
        }
    }

    @Test
    void a_place_without_a_letter_is_empty() {
        assertThat(letters.inspect(new LetterPlace(FlowStage.RENDER, 0, 1L << 40))
                        .blockOptional(Bench.PATIENCE))
                .isEmpty();
        assertThat(letters.inspect(new LetterPlace(FlowStage.RENDER, 9_999, 0)).blockOptional(Bench.PATIENCE))
                .isEmpty();
    }

    // Replaying

    @Test
    void a_copy_has_the_key_value_and_headers_of_the_letter_byte_for_byte_without_what_the_failure_added() {
        byte[] value = {0, 0, 0, 0, 99, -1, 127};
        Header[] kept = {
            new RecordHeader("kafka_dlt-original-topic", utf8("rushes.split")),
            new RecordHeader("kafka_dlt-original-partition", new byte[] {0, 0, 0, 2}),
            new RecordHeader("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 5}),
            new RecordHeader("traceparent", utf8("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
            new RecordHeader("twice", new byte[] {1}),
            new RecordHeader("twice", new byte[] {-2, -1}),
            new RecordHeader("nothing", null),
            new RecordHeader("rushes-tenant", utf8(tenant)),
        };
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("rushes.split-dlt", 1, NOISE, value);
        for (Header header : kept) {
            letter.headers().add(header);
        }
        for (String name : List.of(
                "kafka_dlt-exception-fqcn",
                "kafka_dlt-exception-message",
                "kafka_dlt-exception-stacktrace",
                "kafka_exception-message",
                "retry_topic-attempts",
                "rushes-attempt",
                "rushes-due",
                "rushes-postponements",
                "rushes-failing-since",
                "rushes-error-class",
                "rushes-error-kind",
                "rushes-retryable")) {
            letter.headers().add(name, utf8("1"));
        }
        RecordMetadata sent = bench.send(letter);

        ReplayReport report = get(letters.replay(order(places(sent), false)));

        assertThat(report.results())
                .containsExactly(new ReplayResult.Replayed(
                        LetterPlace.parse(place(sent, FlowStage.SPLIT)).orElseThrow(), "rushes.split", 1));
        ConsumerRecord<byte[], byte[]> copy = copies().getFirst();
        assertThat(copy.partition()).isEqualTo(2);
        assertThat(copy.key()).isEqualTo(NOISE);
        assertThat(copy.value()).isEqualTo(value);
        List<Header> headers = new ArrayList<>(List.of(kept));
        headers.add(new RecordHeader("rushes-replay-cycle", utf8("1")));
        assertThat(copy.headers().toArray()).containsExactly(headers.toArray(Header[]::new));
        assertThat(bench.read("rushes.split-dlt").stream().filter(this::isMine))
                .as("the letter stays where it is")
                .hasSize(1);
    }

    @Test
    void a_copy_goes_only_to_the_topic_of_the_stage_that_gave_it_up() {
        RecordMetadata lying = dead(
                0,
                "RECORD_UNREADABLE",
                "x",
                new RecordHeader("kafka_dlt-original-topic", utf8("rushes.control")),
                new RecordHeader("kafka_dlt-original-partition", new byte[] {0, 0, 0, 0}));
        int before = bench.read("rushes.control").size();

        get(letters.replay(order(places(lying), false)));

        assertThat(bench.read("rushes.control")).hasSize(before);
        assertThat(copies()).hasSize(1);
    }

    @Test
    void a_record_that_fails_again_and_again_is_replayed_a_bounded_number_of_times() {
        letters = instance(List.of(new Probe()), "rushes.dead-letters.max-cycles=3");
        bench.send(mine(new ProducerRecord<>("rushes.split", 0, null, NOISE)));

        for (int cycle = 1; cycle <= 3; cycle++) {
            int letter = cycle;
            await().atMost(Bench.PATIENCE).until(() -> list(mine()).size() == letter);
            ReplayReport report = get(letters.replay(order(newest(), false)));
            assertThat(report.results()).singleElement().satisfies(result -> assertThat(
                            ((ReplayResult.Replayed) result).cycle())
                    .isEqualTo(letter));
        }
        await().atMost(Bench.PATIENCE).until(() -> list(mine()).size() == 4);

        ReplayReport last = get(letters.replay(order(newest(), false)));

        assertThat(reason(last)).isEqualTo(Reason.CYCLE_LIMIT);
        assertThat(copies()).hasSize(1 + 3);
    }

    @Test
    void the_same_letter_is_replayed_a_bounded_number_of_times() {
        letters = instance(List.of(), "rushes.dead-letters.max-cycles=2");
        RecordMetadata sent = dead(0, "DISK_FULL", "no room");

        get(letters.replay(order(places(sent), false)));
        get(letters.replay(order(places(sent), false)));

        assertThat(reason(get(letters.replay(order(places(sent), false))))).isEqualTo(Reason.CYCLE_LIMIT);
        assertThat(copies()).hasSize(2);
    }

    @Test
    void a_dry_run_sends_nothing_and_marks_nothing() {
        dead(0, "DISK_FULL", "no room");
        dead(1, "DISK_FULL", "no room");

        ReplayReport report = get(letters.replay(order(matching(), true)));

        assertThat(report.results()).hasSize(2).allMatch(ReplayResult.Replayed.class::isInstance);
        assertThat(copies()).isEmpty();
        assertThat(get(letters.list(mine(), Optional.empty(), 10)).letters()).allMatch(letter -> letter.replays() == 0);
        assertThat(audit(report))
                .extracting(OperatorActed::getResult)
                .containsExactly(ActionResult.BEGUN, ActionResult.DONE);
        assertThat(audit(report)).allMatch(OperatorActed::getDryRun);
    }

    @Test
    void a_replay_ends_with_the_letters_that_were_there_when_it_began() {
        for (int each = 0; each < 5; each++) {
            dead(0, "DISK_FULL", "no room");
        }
        ReplayReport first = get(letters.replay(order(matching(), OptionalInt.of(2))));
        assertThat(first.results()).hasSize(2);
        assertThat(first.left()).isEqualTo(3);
        for (int each = 0; each < 7; each++) {
            dead(each % 3, "DISK_FULL", "a later one");
        }

        Optional<String> cursor = first.next();
        int results = 2;
        while (cursor.isPresent()) {
            ReplayReport next =
                    get(letters.replay(order(new ReplayOrder.Selection.Matching(mine(), cursor), OptionalInt.of(2))));
            results += next.results().size();
            cursor = next.next();
        }

        assertThat(results).isEqualTo(5);
        assertThat(copies()).hasSize(5);
    }

    @Test
    void copies_that_die_again_are_not_chased() {
        letters = instance(List.of(new Probe()));
        for (int each = 0; each < 6; each++) {
            bench.send(mine(new ProducerRecord<>("rushes.split", each % 3, null, NOISE)));
        }
        await().atMost(Bench.PATIENCE).until(() -> list(mine()).size() == 6);

        ReplayReport report = get(letters.replay(order(matching(), false)));

        assertThat(report.results()).hasSize(6);
        assertThat(report.left()).isZero();
        assertThat(report.next()).isEmpty();
        await().atMost(Bench.PATIENCE).until(() -> list(mine()).size() == 12);
        assertThat(copies()).hasSize(6 + 6);
    }

    @Test
    void each_replay_is_written_down_and_every_instance_sees_the_mark() {
        RecordMetadata one = dead(0, "DISK_FULL", "no room");
        dead(1, "DISK_FULL", "no room");
        DeadLetters elsewhere = instance(List.of());
        assertThat(get(elsewhere.list(mine(), Optional.empty(), 10)).letters())
                .allMatch(letter -> letter.replays() == 0);

        ReplayReport report = get(letters.replay(order(places(one), false)));

        List<OperatorActed> facts = audit(report);
        assertThat(facts)
                .extracting(OperatorActed::getAction)
                .containsExactly("dead-letters.replay", "dead-letters.replay-one", "dead-letters.replay");
        assertThat(facts).allSatisfy(fact -> assertThat(fact.getOperator()).isEqualTo("ada"));
        assertThat(facts.getFirst().getArguments()).containsEntry("places", place(one, FlowStage.SPLIT));
        assertThat(facts.get(1).getSubject()).isEqualTo(place(one, FlowStage.SPLIT));
        assertThat(facts.get(1).getTenant()).isEqualTo(tenant);
        assertThat(facts.get(2).getOutcome()).containsEntry("replayed", "1");
        assertThat(get(elsewhere.list(mine(), Optional.empty(), 10)).letters())
                .extracting(DeadLetter::replays)
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void a_letter_of_a_job_that_failed_opens_one_new_run_and_sends_no_bytes() {
        UUID job = UUID.randomUUID();
        ledger.put(job, new JobStanding.Over(1, false, true));
        Header[] ofJob = {
            new RecordHeader("rushes-job-id", utf8(job.toString())), new RecordHeader("rushes-run", utf8("1"))
        };
        dead(0, "DISK_FULL", "no room", ofJob);
        dead(1, "DISK_FULL", "no room", ofJob);

        ReplayReport report = get(letters.replay(order(matching(), false)));
        assertThat(report.results()).hasSize(2).allMatch(ReplayResult.Reopened.class::isInstance);
        assertThat(ledger.opened()).containsExactly(job + "/2");
        assertThat(copies()).isEmpty();
        assertThat(audit(report).get(1).getRun()).isEqualTo(2);
        assertThat(audit(report).get(1).getJobId()).isEqualTo(job);

        ReplayReport again = get(letters.replay(order(matching(), false)));
        assertThat(again.results()).allSatisfy(result -> assertThat(((ReplayResult.Skipped) result).reason())
                .isEqualTo(Reason.JOB_RUNNING));
    }

    @Test
    void a_job_is_reopened_by_replays_a_bounded_number_of_times() {
        letters = instance(List.of(), "rushes.dead-letters.max-cycles=2");
        UUID job = UUID.randomUUID();
        for (int run = 1; run <= 2; run++) {
            ledger.put(job, new JobStanding.Over(run, false, true));
            RecordMetadata letter = deadOf(job, run);
            assertThat(get(letters.replay(order(places(letter), false)))
                            .results()
                            .getFirst())
                    .isInstanceOf(ReplayResult.Reopened.class);
        }
        ledger.put(job, new JobStanding.Over(3, false, true));

        assertThat(reason(get(letters.replay(order(places(deadOf(job, 3)), false)))))
                .isEqualTo(Reason.CYCLE_LIMIT);
    }

    @Test
    void a_request_that_could_not_be_read_and_now_can_is_asked_again_in_a_new_run() {
        UUID job = UUID.randomUUID();
        ledger.put(job, new JobStanding.Over(1, false, false));
        JobRequested request = JobRequested.newBuilder()
                .setEventId(UUID.randomUUID())
                .setJobId(job)
                .setRequestedAt(Instant.EPOCH)
                .setSource(Source.newBuilder().build())
                .setTitle("Holiday")
                .build();
        RecordMetadata readable = bench.fact("rushes.upload-dlt", 0, job.toString(), request);
        byte[] value = bench.read("rushes.upload-dlt", job).getFirst().value();
        RecordMetadata letter = bench.send(new ProducerRecord<>(
                "rushes.upload-dlt",
                0,
                utf8(job.toString()),
                value,
                List.of(new RecordHeader("rushes-job-id", utf8(job.toString())))));
        assertThat(letter.offset()).isGreaterThan(readable.offset());

        ReplayReport report =
                get(letters.replay(order(new ReplayOrder.Selection.Places(List.of(upload(letter))), false)));

        assertThat(report.results()).containsExactly(new ReplayResult.Reopened(upload(letter), job, 2));
        JobRequested asked =
                (JobRequested) bench.decode(bench.read("rushes.upload", job).getFirst());
        assertThat(asked.getRun()).isEqualTo(2);
        assertThat(asked.getTitle()).isEqualTo("Holiday");
        assertThat(asked.getEventId()).isNotEqualTo(request.getEventId());
    }

    @Test
    void a_letter_of_a_job_that_is_over_and_says_nothing_of_its_request_is_refused_because_a_copy_would_be_dropped() {
        UUID job = UUID.randomUUID();
        ledger.put(job, new JobStanding.Over(1, false, false));

        ReplayReport report = get(letters.replay(order(places(deadOf(job, 1)), false)));

        assertThat(reason(report)).isEqualTo(Reason.REQUEST_UNKNOWN);
        assertThat(copies()).isEmpty();
    }

    @Test
    void a_letter_of_a_job_whose_footage_is_gone_is_refused_with_when_it_went_and_what_to_do() {
        UUID job = UUID.randomUUID();
        ledger.put(job, new JobStanding.FootageGone(Optional.of(Instant.parse("2026-10-01T12:00:00Z"))));

        ReplayReport report = get(letters.replay(order(places(deadOf(job, 1)), false)));

        assertThat(reason(report)).isEqualTo(Reason.OUTPUTS_EXPIRED);
        assertThat(((ReplayResult.Refused) report.results().getFirst()).why())
                .contains("2026-10-01T12:00:00Z", "sends the footage again as a new job");
        assertThat(copies()).isEmpty();
    }

    @Test
    void without_a_ledger_letters_of_jobs_are_refused_and_those_of_nobody_copied() {
        GenericApplicationContext bare = (GenericApplicationContext) bench.instance(List.of());
        DeadLetters lonely = bare.getBean(DeadLetters.class);

        ReplayReport report =
                get(lonely.replay(order(places(deadOf(UUID.randomUUID(), 1), dead(0, "DISK_FULL", "no room")), false)));

        assertThat(((ReplayResult.Refused) report.results().getFirst()).reason())
                .isEqualTo(Reason.LEDGER_UNKNOWN);
        assertThat(report.results().getLast()).isInstanceOf(ReplayResult.Replayed.class);
    }

    @Test
    void places_without_a_letter_are_told_and_hold_up_nothing() {
        RecordMetadata sent = dead(0, "DISK_FULL", "no room");
        LetterPlace gone = new LetterPlace(FlowStage.SPLIT, 0, sent.offset() + 1_000);

        ReplayReport report = get(letters.replay(order(
                new ReplayOrder.Selection.Places(List.of(
                        gone, LetterPlace.parse(place(sent, FlowStage.SPLIT)).orElseThrow())),
                false)));

        assertThat(((ReplayResult.Skipped) report.results().getFirst()).reason())
                .isEqualTo(Reason.GONE);
        assertThat(report.results().getLast()).isInstanceOf(ReplayResult.Replayed.class);
    }

    @Test
    void while_the_registry_does_not_answer_marks_are_not_made_up() {
        RecordMetadata sent = dead(0, "DISK_FULL", "no room");
        get(letters.replay(order(places(sent), false)));
        DeadLetters fresh = instance(List.of());
        MemoryRegistry.reachable(false);
        try {
            assertThatThrownBy(() -> get(fresh.list(mine(), Optional.empty(), 1)))
                    .isInstanceOf(DeadLettersUnavailable.class);
        } finally {
            MemoryRegistry.reachable(true);
        }
        assertThat(get(fresh.list(mine(), Optional.empty(), 1))
                        .letters()
                        .getFirst()
                        .replays())
                .isEqualTo(1);
    }

    private DeadLetters instance(List<Probe> probes, String... settings) {
        GenericApplicationContext instance = (GenericApplicationContext) bench.instance(
                probes.stream()
                        .<dev.rushes.runtime.wire.StageDefinition<?, ?>>map(Probe::definition)
                        .toList(),
                settings);
        instance.registerBean(Reopening.class, () -> ledger);
        return instance.getBean(DeadLetters.class);
    }

    private void awaitEvents(JobTicket job, String last) {
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).endsWith(last));
    }

    @CanIgnoreReturnValue
    private RecordMetadata dead(int partition, String code, String message, Header... more) {
        ProducerRecord<byte[], byte[]> record = mine(new ProducerRecord<>("rushes.split-dlt", partition, null, NOISE));
        record.headers().add("rushes-error-class", utf8(code));
        record.headers().add("kafka_dlt-exception-message", utf8(code + ": " + message));
        for (Header header : more) {
            record.headers().add(header);
        }
        return bench.send(record);
    }

    private RecordMetadata deadOf(UUID job, int run) {
        return dead(
                0,
                "DISK_FULL",
                "no room",
                new RecordHeader("rushes-job-id", utf8(job.toString())),
                new RecordHeader("rushes-run", utf8(Integer.toString(run))));
    }

    private ProducerRecord<byte[], byte[]> mine(ProducerRecord<byte[], byte[]> record) {
        record.headers().add("rushes-tenant", utf8(tenant));
        return record;
    }

    private boolean isMine(ConsumerRecord<byte[], byte[]> record) {
        Header owner = record.headers().lastHeader("rushes-tenant");
        return owner != null && tenant.equals(new String(owner.value(), StandardCharsets.UTF_8));
    }

    private List<ConsumerRecord<byte[], byte[]>> copies() {
        return bench.read("rushes.split").stream().filter(this::isMine).toList();
    }

    private LetterFilter mine() {
        return filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private LetterFilter filter(
            Optional<String> code, Optional<UUID> job, Optional<Instant> from, Optional<Boolean> replayed) {
        return new LetterFilter(
                Optional.empty(), Optional.of(tenant), code, job, Optional.empty(), from, Optional.empty(), replayed);
    }

    private static LetterFilter ofJob(UUID job) {
        return new LetterFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(job),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<String> list(LetterFilter filter) {
        return get(letters.list(filter, Optional.empty(), 1_000)).letters().stream()
                .map(letter -> letter.place().toString())
                .toList();
    }

    private ReplayOrder.Selection newest() {
        return new ReplayOrder.Selection.Places(List.of(get(letters.list(mine(), Optional.empty(), 1))
                .letters()
                .getFirst()
                .place()));
    }

    private ReplayOrder.Selection matching() {
        return new ReplayOrder.Selection.Matching(mine(), Optional.empty());
    }

    private static ReplayOrder.Selection places(RecordMetadata... sent) {
        List<LetterPlace> places = new ArrayList<>();
        for (RecordMetadata each : sent) {
            places.add(new LetterPlace(FlowStage.SPLIT, each.partition(), each.offset()));
        }
        return new ReplayOrder.Selection.Places(places);
    }

    private static LetterPlace upload(RecordMetadata sent) {
        return new LetterPlace(FlowStage.UPLOAD, sent.partition(), sent.offset());
    }

    private static ReplayOrder order(ReplayOrder.Selection selection, boolean dryRun) {
        return new ReplayOrder("ada", "a test", selection, dryRun, OptionalDouble.empty(), OptionalInt.empty());
    }

    private static ReplayOrder order(ReplayOrder.Selection selection, OptionalInt limit) {
        return new ReplayOrder("ada", "a test", selection, false, OptionalDouble.empty(), limit);
    }

    private static Reason reason(ReplayReport report) {
        return ((ReplayResult.Refused) report.results().getFirst()).reason();
    }

    private List<OperatorActed> audit(ReplayReport report) {
        return bench.read("rushes.audit", report.id()).stream()
                .map(record -> (OperatorActed) bench.decode(record))
                .toList();
    }

    private static LetterContent.Shown header(LetterContent content, String name) {
        return content.headers().stream()
                .filter(header -> header.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static String place(RecordMetadata sent, FlowStage stage) {
        return new LetterPlace(stage, sent.partition(), sent.offset()).toString();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Mono<T> answer) {
        return answer.blockOptional(Bench.PATIENCE).orElseThrow();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
