package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.SplitFinished;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.Probe;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.rules.LaneTerms;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.LanePass;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.testkit.ManualTimer;
import dev.rushes.runtime.testkit.StageHarness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Records that need an outside service, in memory and by a clock that the test moves. */
class StageLanesTest {
    private static final String GEMINI = "gemini:flash";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Probe probe = new Probe();
    private final List<StageHarness<String, String>> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(StageHarness::close);
    }

    @Test
    void what_finds_no_room_waits_without_a_worker_and_without_a_trace() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withRequestsPerMinute(10));
        probe.claiming(name -> name.startsWith("call") ? List.of(LaneClaim.callOf(GEMINI)) : List.of());
        harness.concurrency(1);
        for (int call = 0; call < 6; call++) {
            deliver(harness, "call" + call);
        }
        deliver(harness, "plain");
        harness.settle();

        assertThat(probe.handled())
                .as("two at once, and what needs no call")
                .containsExactly("call0", "call1", "plain");
        assertThat(harness.story()).hasSize(3).doesNotContain("STAGE_POSTPONED");
        assertThat(harness.retries()).isEmpty();
        assertThat(harness.unfinished()).as("they hold their places in the log").isEqualTo(4);

        for (int second = 0; second < 30; second++) {
            step(harness, Duration.ofSeconds(1));
        }
        assertThat(probe.handled()).containsExactly("call0", "call1", "plain", "call2", "call3", "call4", "call5");
        assertThat(harness.unfinished()).isZero();
        assertThat(harness.events())
                .allSatisfy(event -> assertThat(event.getAttempt()).isEqualTo(1));
    }

    @Test
    void when_a_call_is_over_the_next_one_begins_at_once() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withInFlight(1));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        Sinks.One<Outcome<String>> first = Sinks.one();
        probe.on("first", job -> first.asMono());
        deliver(harness, "first");
        awaitHandled("first");
        deliver(harness, "second");
        Awaitility.await().until(() -> harness.lane(GEMINI).waiting() == 1);
        assertThat(harness.lane(GEMINI).inFlight()).isOne();

        assertThat(first.tryEmitValue(Outcome.done("x"))).isEqualTo(Sinks.EmitResult.OK);
        awaitHandled("second");
        harness.settle();
        assertThat(harness.lane(GEMINI).inFlight()).isZero();
        assertThat(harness.lane(GEMINI).waiting()).isZero();
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void what_has_to_wait_long_waits_in_the_retry_topic_and_does_not_hold_back_the_commit() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withRequestsPerMinute(1));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        for (int call = 0; call < 4; call++) {
            deliver(harness, "call" + call);
            harness.settle();
        }

        assertThat(probe.handled()).containsExactly("call0");
        assertThat(harness.retries()).hasSize(2).allSatisfy(again -> {
            assertThat(again.next().attempt()).isEqualTo(1);
            assertThat(again.why().orElseThrow().code()).isEqualTo(CommonFailure.LANE_BUSY);
        });
        assertThat(harness.retries()).extracting(Letter.Again::due).doesNotHaveDuplicates();
        assertThat(harness.story()).contains("STAGE_POSTPONED");

        for (int minute = 0; minute < 3; minute++) {
            step(harness, MINUTE);
        }
        assertThat(probe.handled()).containsExactly("call0", "call1", "call2", "call3");
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void room_in_one_lane_is_given_back_while_another_one_is_busy() {
        StageHarness<String, String> harness = StageHarness.of(
                probe.definition(),
                LaneDefinition.of("wide", FlowStage.SPLIT, LaneLimits.NONE.withRequestsPerMinute(600)),
                LaneDefinition.of("narrow", FlowStage.SPLIT, LaneLimits.NONE.withRequestsPerMinute(2)));
        open.add(harness);
        probe.claiming(name -> name.equals("both")
                ? List.of(LaneClaim.callOf("wide"), LaneClaim.callOf("narrow"))
                : List.of(LaneClaim.callOf(name)));
        deliver(harness, "narrow");
        harness.settle();
        deliver(harness, "both");
        harness.settle();

        assertThat(harness.lane("wide").requests()).hasValue(120);
        assertThat(harness.lane("wide").inFlight()).isZero();
        step(harness, Duration.ofSeconds(30));
        assertThat(probe.handled()).containsExactly("narrow", "both");
        assertThat(harness.lane("wide").waiting()).isZero();
        assertThat(harness.lane("wide").inFlight()).isZero();
    }

    @Test
    void a_call_in_the_middle_that_finds_no_room_puts_the_record_aside_until_there_is() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withRequestsPerMinute(1));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        probe.on(
                "two calls",
                job -> probe.handled().size() == 1
                        ? job.lane(GEMINI).reserve(0).map(pass -> Outcome.done("both at once"))
                        : Mono.just(Outcome.done("second time")));
        deliver(harness, "two calls");
        harness.settle();
        assertThat(probe.handled()).hasSize(1);
        assertThat(harness.story()).isEmpty();
        assertThat(harness.lane(GEMINI).inFlight()).as("the first call is over").isZero();

        step(harness, MINUTE);
        assertThat(probe.handled()).hasSize(2);
        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void tokens_that_were_not_needed_are_there_for_others() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withTokensPerMinute(10_000, 2_000));
        probe.claiming(name -> List.of(new LaneClaim(GEMINI, 2_000)));
        probe.otherwise(job -> Mono.fromSupplier(() -> {
            LanePass pass = job.lane(GEMINI).pass();
            pass.settle(500);
            pass.settle(0);
            return Outcome.done("cheap");
        }));
        for (int call = 0; call < 10; call++) {
            deliver(harness, "call" + call);
            harness.settle();
        }
        assertThat(probe.handled()).containsExactly("call0");
        assertThat(harness.lane(GEMINI).tokens()).hasValue(1_500);
    }

    @Test
    void a_pause_is_told_to_all_instances_once_and_nobody_starts_until_it_is_over() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withRequestsPerMinute(600));
        Failure throttled = new Failure(
                CommonFailure.LANE_BUSY,
                "Expected an answer, but was told to wait",
                Optional.of(Duration.ofSeconds(45)));
        Instant until = harness.now().plusSeconds(45);
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        probe.on("refused", job -> job.lane(GEMINI)
                .hold(until, "quota")
                .then(job.lane(GEMINI).hold(until.minusSeconds(3), "quota"))
                .thenReturn(Outcome.failed(throttled)));
        deliver(harness, "refused");
        harness.settle();
        deliver(harness, "other");
        harness.settle();

        assertThat(harness.facts(ControlCommand.class)).singleElement().satisfies(command -> {
            assertThat(command.getAction()).isEqualTo(ControlAction.HOLD_LANE);
            assertThat(command.getLane()).isEqualTo(GEMINI);
            assertThat(command.getUntil()).isEqualTo(until);
            assertThat(command.getReason()).contains("quota");
        });
        assertThat(probe.handled()).containsExactly("refused");
        step(harness, Duration.ofSeconds(45));
        step(harness, Duration.ofSeconds(1));
        assertThat(probe.handled()).contains("other");
    }

    @Test
    void a_pause_that_another_instance_met_holds_here_too() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE);
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        harness.holdLane(GEMINI, harness.now().plusSeconds(30));
        deliver(harness, "patient");
        harness.settle();
        assertThat(probe.handled()).isEmpty();
        step(harness, Duration.ofSeconds(30));
        assertThat(probe.handled()).containsExactly("patient");
    }

    @Test
    void a_cancelled_job_leaves_the_line_and_gives_its_place_in_flight_back() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withInFlight(1));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        probe.on("endless", job -> Mono.never());
        JobTicket running = Probe.ticket();
        JobTicket waiting = Probe.ticket();
        harness.deliver(Probe.footage(running, "endless"));
        awaitHandled("endless");
        harness.deliver(Probe.footage(waiting, "waiting"));
        deliver(harness, "next");
        Awaitility.await().until(() -> harness.lane(GEMINI).waiting() == 2);

        harness.cancel(waiting.jobId(), 1);
        Awaitility.await().until(() -> harness.lane(GEMINI).waiting() == 1);
        harness.cancel(running.jobId(), 1);
        awaitHandled("next");
        harness.settle();
        assertThat(probe.handled()).containsExactly("endless", "next");
        assertThat(harness.lane(GEMINI).inFlight()).isZero();
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void what_a_stage_forgets_to_settle_is_settled_at_its_end_and_what_hangs_times_out() {
        LaneTerms quick = LaneTerms.DEFAULTS.withReservationTimeout(Duration.ofSeconds(10), Duration.ZERO);
        StageHarness<String, String> harness =
                harness(LaneLimits.NONE.withInFlight(1).withTerms(quick));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        deliver(harness, "forgetful");
        harness.settle();
        assertThat(harness.lane(GEMINI).inFlight()).isZero();

        probe.on("hangs", job -> Mono.never());
        deliver(harness, "hangs");
        awaitHandled("hangs");
        deliver(harness, "next");
        for (int second = 0; second < 11 && !probe.handled().contains("next"); second++) {
            int before = harness.lane(GEMINI).waiting();
            harness.advance(Duration.ofSeconds(1));
            Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> before >= 0);
        }
        awaitHandled("next");
        assertThat(harness.lane(GEMINI).expired()).isOne();
    }

    @Test
    void a_claim_of_a_lane_that_does_not_exist_or_is_too_large_is_a_fault_of_ours() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withTokensPerMinute(1_000, 100));
        probe.claiming(
                name -> List.of(name.equals("typo") ? LaneClaim.callOf("gemini:flahs") : new LaneClaim(GEMINI, 101)));
        deliver(harness, "typo");
        harness.settle();
        deliver(harness, "large");
        harness.settle();

        assertThat(harness.retries())
                .extracting(again -> again.why().orElseThrow().code())
                .containsExactly(CommonFailure.LANE_UNKNOWN, CommonFailure.LANE_CLAIM_TOO_LARGE);
        assertThat(harness.retries().getFirst().why().orElseThrow().message())
                .isEqualTo("Expected a lane gemini:flahs for the split stage, but under rushes.lanes there is none of"
                        + " that name");
        assertThat(probe.handled()).isEmpty();
    }

    /** Two instances never came to rest: a record that one sent to the other came back to itself, again and again. */
    @Test
    void of_two_instances_the_one_without_a_piece_sends_its_records_to_the_other_and_comes_to_rest() {
        StageHarness<String, String> here = harness(LaneLimits.NONE.withInFlight(1));
        StageHarness<String, String> there = harness(LaneLimits.NONE.withInFlight(1));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        here.meet(there);
        here.own(Set.of(1), 2);
        here.at(1);
        there.own(Set.of(0), 2);
        for (int record = 0; record < 5; record++) {
            deliver(here, "from here " + record);
            deliver(there, "from there " + record);
        }
        for (int second = 0; second < 20; second++) {
            here.settle();
            there.settle();
            here.advance(Duration.ofSeconds(1));
            there.advance(Duration.ofSeconds(1));
        }
        here.settle();
        there.settle();

        assertThat(probe.handled()).hasSize(10).doesNotHaveDuplicates();
        assertThat(here.retries()).as("each travels once").hasSize(5);
        assertThat(here.unfinished() + there.unfinished()).isZero();
    }

    /** It sent the record to itself, as fast as Kafka took it, until it heard of the partitions of the stage's own topic. */
    @Test
    void whoever_owns_the_partition_with_the_piece_waits_for_it_and_sends_nothing_to_itself() {
        LaneDefinition lane = LaneDefinition.of(GEMINI, FlowStage.SPLIT, LaneLimits.NONE.withInFlight(1));
        ManualTimer timer = new ManualTimer();
        Lanes lanes = new Lanes(List.of(lane), timer, new SimpleMeterRegistry());
        Origin who = new Origin(FlowStage.SPLIT.topic(), 0, 1);
        List<LaneClaim> claims = List.of(LaneClaim.callOf(GEMINI));

        lanes.own(FlowStage.SPLIT.retryTopic(), Set.of(1), 2);
        assertThat(lanes.enter(FlowStage.SPLIT, who, claims)).isEqualTo(new LaneEntry.Elsewhere(GEMINI, 0));

        lanes.own(FlowStage.SPLIT.retryTopic(), Set.of(0, 1), 2);
        assertThat(lanes.enter(FlowStage.SPLIT, who, claims)).isInstanceOf(LaneEntry.Busy.class);

        lanes.own(FlowStage.SPLIT.topic(), Set.of(), 2);
        timer.advance(Duration.ofHours(1));
        assertThat(lanes.enter(FlowStage.SPLIT, who, claims)).isInstanceOf(LaneEntry.Entered.class);
    }

    @Test
    void where_others_have_the_whole_budget_the_record_travels_to_them() {
        StageHarness<String, String> harness = harness(LaneLimits.NONE.withRequestsPerMinute(5));
        probe.claiming(name -> List.of(LaneClaim.callOf(GEMINI)));
        harness.own(Set.of(1, 2), 3);
        deliver(harness, "traveller");
        Awaitility.await().until(() -> !harness.retries().isEmpty());
        assertThat(harness.retries().getFirst()).satisfies(again -> {
            assertThat(again.partition()).contains(0);
            assertThat(again.next()).isEqualTo(Tries.FIRST);
            assertThat(again.why()).isEmpty();
        });
        harness.own(Set.of(0), 3);
        harness.settle();
        step(harness, MINUTE);
        assertThat(probe.handled()).contains("traveller");
    }

    private StageHarness<String, String> harness(LaneLimits limits) {
        StageHarness<String, String> harness =
                StageHarness.of(probe.definition(), LaneDefinition.of(GEMINI, FlowStage.SPLIT, limits));
        open.add(harness);
        return harness;
    }

    private static void deliver(StageHarness<String, String> harness, String name) {
        harness.deliver(Probe.footage(Probe.ticket(), name));
    }

    private static void step(StageHarness<String, String> harness, Duration step) {
        harness.advance(step);
        harness.settle();
    }

    private void awaitHandled(String name) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> probe.handled()
                .contains(name));
    }
}
