package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.runtime.kafka.Probe;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.testkit.StageHarness;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What becomes of records that can't be read, now or ever. */
class FailedReadsTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Probe probe = new Probe();
    private final JobTicket job = Probe.ticket();
    private StageHarness<String, String> harness = StageHarness.of(probe.definition());

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @EnumSource(JobOrder.class)
    void while_the_registry_is_away_one_record_probes_and_none_is_given_up(JobOrder order) {
        use(order);
        harness.concurrency(4);
        harness.failReads(Integer.MAX_VALUE);
        for (int record = 0; record < 50; record++) {
            harness.deliver(Probe.footage(Probe.ticket(), "record " + record));
            harness.settle();
        }
        assertThat(harness.state()).isEqualTo(StageState.OUTAGE);
        assertThat(harness.reads()).as("the others wait").isEqualTo(1);

        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(harness.reads()).isBetween(60, 150);
        assertThat(harness.story()).isEmpty();
        assertThat(harness.deadLetters()).isEmpty();
        assertThat(harness.unfinished()).isEqualTo(50);

        harness.failReads(0);
        for (int second = 0; second < 60; second++) {
            pass(Duration.ofSeconds(1));
        }
        assertThat(harness.state()).isEqualTo(StageState.RUNNING);
        assertThat(harness.facts(SplitFinished.class)).hasSize(50);
        assertThat(harness.retries()).isEmpty();
        assertThat(harness.unfinished()).isZero();
    }

    /** There was a warning with a trace for each record and each of its waits. */
    @Test
    void an_outage_of_the_registry_is_two_lines_in_the_log() {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        Logger runtime = (Logger) LoggerFactory.getLogger("dev.rushes.runtime");
        seen.start();
        runtime.addAppender(seen);
        try {
            harness.failReads(6);
            for (int record = 0; record < 20; record++) {
                harness.deliver(Probe.footage(Probe.ticket(), "record " + record));
            }
            for (int second = 0; second < 300; second++) {
                pass(Duration.ofSeconds(1));
            }
        } finally {
            runtime.detachAppender(seen);
        }
        assertThat(harness.facts(SplitFinished.class)).hasSize(20);
        assertThat(seen.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO)))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Something that the split stage needs is away: it takes up one record at a time until one succeeds"
                                + " (REGISTRY_UNAVAILABLE: Expected the registry to answer, but it is away)",
                        "The split stage has what it needs again and goes on");
    }

    @ParameterizedTest
    @EnumSource(JobOrder.class)
    void an_error_that_nobody_has_a_name_for_costs_a_try(JobOrder order) {
        use(order);
        harness.failReadsOddly(1);
        deliver("shaky");
        assertThat(harness.state()).isEqualTo(StageState.RUNNING);
        assertThat(probe.handled()).isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(harness.story()).containsExactly("STAGE_RETRYING", "STAGE_FINISHED");
        assertThat(harness.events().getLast().getAttempt()).isEqualTo(2);
        assertThat(harness.unfinished()).isZero();
    }

    /** Such a record was read again and again, for ever, and held back the commits of its partition. */
    @ParameterizedTest
    @EnumSource(JobOrder.class)
    void a_record_that_is_never_read_for_a_reason_that_nobody_knows_ends_as_a_dead_letter(JobOrder order) {
        use(order);
        harness.failReadsOddly(3);
        deliver("odd");
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(harness.reads()).isEqualTo(3);
        assertThat(harness.deadLetters()).singleElement().satisfies(dead -> {
            assertThat(dead.why().code()).isEqualTo(CommonFailure.UNEXPECTED);
            assertThat(dead.why().message())
                    .isEqualTo("Expected to read a record of the split stage, but that failed with"
                            + " IllegalStateException");
            assertThat(dead.cause()).containsInstanceOf(IllegalStateException.class);
        });
        assertThat(harness.story()).containsExactly("STAGE_RETRYING", "STAGE_RETRYING", "DEAD_LETTERED", "FAILED");
        assertThat(harness.unfinished()).isZero();

        harness.deliver(Probe.footage(Probe.ticket(), "next"));
        harness.settle();
        assertThat(probe.handled()).containsExactly("next");
    }

    static Stream<RuntimeException> refusals() {
        return Stream.of(
                new IllegalArgumentException("Expected a film"),
                new ArithmeticException("Expected a film"),
                new DateTimeException("Expected a film"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_the_wire_refuses_is_given_up_at_once(RuntimeException refusal) {
        harness.close();
        harness = StageHarness.of(
                new StageDefinition<>(probe.definition().stage(), probe, new Wire(refusal), Probe.POLICY));
        deliver("no film");

        assertThat(harness.deadLetters()).singleElement().satisfies(dead -> {
            assertThat(dead.why().code()).isEqualTo(CommonFailure.RECORD_UNREADABLE);
            assertThat(dead.why().message()).isEqualTo("Expected a film");
        });
        assertThat(harness.story()).containsExactly("DEAD_LETTERED", "FAILED");
    }

    /** A slip in the code that reads the values put the whole backlog into the dead letters within seconds. */
    @Test
    void a_slip_of_the_wire_is_tried_again_like_any_fault_of_ours() {
        harness.close();
        harness = StageHarness.of(new StageDefinition<>(
                probe.definition().stage(), probe, new Wire(new NullPointerException()), Probe.POLICY));
        deliver("unlucky");
        assertThat(harness.deadLetters()).isEmpty();
        assertThat(harness.retries()).singleElement().satisfies(again -> {
            assertThat(again.next().attempt()).isEqualTo(2);
            assertThat(again.about()).isPresent();
        });

        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(harness.deadLetters())
                .singleElement()
                .satisfies(dead -> assertThat(dead.why().code()).isEqualTo(CommonFailure.UNEXPECTED));
    }

    @Test
    void a_record_of_a_cancelled_job_is_not_tried_again() {
        harness.close();
        harness = StageHarness.of(new StageDefinition<>(
                probe.definition().stage(), probe, new Wire(new NullPointerException()), Probe.POLICY));
        harness.cancel(job.jobId(), job.run());
        deliver("unlucky");

        assertThat(harness.sent()).isEmpty();
        assertThat(harness.unfinished()).isZero();
    }

    private void use(JobOrder order) {
        harness.close();
        StagePolicy policy =
                new StagePolicy(4, order, 3, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30));
        harness = StageHarness.of(probe.definition(policy));
    }

    private void deliver(String name) {
        harness.deliver(Probe.footage(job, name));
        harness.settle();
    }

    /**
     * Lets time pass. A second goes in steps: what falls due in it is worked on by threads of their own, and to people it would look like long work if the
     * clock ran ahead of them.
     */
    private void pass(Duration time) {
        Duration step = time.compareTo(A_SECOND) > 0 ? time : STEP;
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            harness.advance(step);
            harness.settle();
        }
    }

    /** Fails at every record. */
    private record Wire(RuntimeException error) implements StageWire<String, String> {
        @Override
        public String read(SpecificRecord record) {
            assertThat(record).isInstanceOf(MediaStored.class);
            throw error;
        }

        @Override
        public SpecificRecord write(String fact, Stamp stamp) {
            throw new AssertionError(List.of(fact, stamp));
        }
    }
}
