package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobPriority;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StageName;
import dev.rushes.events.WorkLease;
import dev.rushes.runtime.kafka.Probe;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.JobTicket.Priority;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Spending;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.testkit.StageHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What follows from outcomes, crashes and commands, in memory and by a clock that the test moves. */
class StageHarnessTest {
    private static final Failure STORE_AWAY =
            Failure.of(CommonFailure.STORE_UNAVAILABLE, "Expected the store, but it is away");
    private static final Failure DISK_FULL =
            Failure.of(CommonFailure.DISK_FULL, "Expected room on the disk, but it is full");

    private final Probe probe = new Probe();
    private final StageHarness<String, String> harness = StageHarness.of(probe.definition());
    private final JobTicket job = Probe.ticket();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void done_publishes_the_fact_then_the_news_and_finishes_the_record() {
        deliver("plain");

        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(harness.story()).containsExactly("STAGE_FINISHED");
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void a_repeat_has_the_same_identifiers_so_that_readers_can_tell() {
        deliver("plain");
        harness.redeliverAll();
        harness.settle();

        assertThat(harness.facts(SplitFinished.class).stream()
                        .map(SplitFinished::getEventId)
                        .distinct())
                .hasSize(1);
        assertThat(ids(JobEventType.STAGE_FINISHED)).hasSize(1);
    }

    @Test
    void a_retry_waits_for_its_time_and_not_longer() {
        probe.on("flaky", its -> Mono.just(its.attempt() == 1 ? Outcome.failed(DISK_FULL) : Outcome.done("x")));
        deliver("flaky");
        assertThat(harness.retries()).singleElement().satisfies(again -> {
            assertThat(again.next()).isEqualTo(new Tries(2, 0, Optional.of(harness.now())));
            assertThat(again.why()).contains(DISK_FULL);
        });
        assertThat(probe.handled()).hasSize(1);

        advanceTo(harness.retries().getFirst());
        assertThat(harness.story()).containsExactly("STAGE_RETRYING", "STAGE_FINISHED");
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void exhausted_tries_end_in_one_dead_letter_a_failed_job_and_a_word_to_the_other_stages() {
        probe.on("hopeless", its -> Mono.just(Outcome.failed(DISK_FULL)));
        deliver("hopeless");
        advanceTo(harness.retries().get(0));
        advanceTo(harness.retries().get(1));

        assertThat(harness.deadLetters()).hasSize(1);
        assertThat(harness.story()).endsWith("DEAD_LETTERED", "FAILED");
        assertThat(harness.facts(ControlCommand.class)).singleElement().satisfies(command -> {
            assertThat(command.getJobId()).isEqualTo(job.jobId());
            assertThat(command.getRun()).isEqualTo(1);
        });
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void a_postponement_is_not_a_try() {
        Failure busy = new Failure(CommonFailure.STORE_UNAVAILABLE, "Expected room, but it is full", Optional.empty());
        probe.on(
                "busy",
                its -> probe.handled().size() == 1
                        ? Mono.just(new Outcome.Postponed<>(harness.now().plusSeconds(60), busy))
                        : Mono.just(Outcome.done("try " + its.attempt())));
        deliver("busy");
        assertThat(harness.retries().getFirst().next()).isEqualTo(new Tries(1, 1, Optional.empty()));

        harness.advance(Duration.ofSeconds(59));
        harness.settle();
        assertThat(probe.handled()).hasSize(1);
        harness.advance(Duration.ofSeconds(1));
        harness.settle();
        assertThat(harness.facts(SplitFinished.class).getFirst().getMedia().getKey())
                .isEqualTo("try 1");
    }

    @Test
    void work_that_takes_too_long_is_cancelled_and_tried_again() {
        probe.on("slow", its -> Mono.never());
        harness.deliver(Probe.footage(job, "slow"));
        awaitHandled("slow");
        harness.advance(Probe.POLICY.timeout());
        awaitRetries(1);

        assertThat(probe.cancelled()).contains("slow");
        assertThat(harness.retries().getFirst().why().orElseThrow().code()).isEqualTo(CommonFailure.STAGE_TIMEOUT);
    }

    @Test
    void a_cancelled_run_is_dropped_whether_it_runs_waits_or_comes_late() {
        probe.on("endless", its -> Mono.never());
        harness.deliver(Probe.footage(job, "endless"));
        awaitHandled("endless");

        harness.cancel(job.jobId(), 1);
        harness.settle();
        deliver("late");

        assertThat(probe.cancelled()).contains("endless");
        assertThat(probe.handled()).doesNotContain("late");
        assertThat(harness.unfinished()).isZero();
        assertThat(harness.story()).isEmpty();
    }

    @Test
    void work_that_takes_long_tells_that_it_has_begun_and_when() {
        probe.on("long", its -> Mono.never());
        Instant begun = harness.now();
        harness.deliver(Probe.footage(job, "long"));
        awaitHandled("long");
        assertThat(harness.story()).as("nobody need know yet").isEmpty();

        harness.advance(Duration.ofMillis(100));
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> harness.story()
                .equals(List.of("STAGE_STARTED")));
        harness.advance(Duration.ofMillis(500));
        harness.cancel(job.jobId(), 1);
        harness.settle();

        assertThat(harness.story()).as("told once").containsExactly("STAGE_STARTED");
        assertThat(harness.facts(JobEvent.class).getFirst().getOccurredAt()).isEqualTo(begun);
    }

    @Test
    void noise_is_given_up_and_whoever_waits_for_the_job_hears_of_it() {
        harness.deliverNoise(job.jobId());
        harness.settle();

        assertThat(harness.deadLetters())
                .singleElement()
                .satisfies(dead -> assertThat(dead.why().code()).isEqualTo(CommonFailure.RECORD_UNREADABLE));
        assertThat(harness.story()).containsExactly("DEAD_LETTERED", "FAILED");
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void a_route_with_a_stage_of_a_later_version_is_given_up_rather_than_walked_past() {
        MediaStored footage = Probe.footage(job, "plain");
        footage.getJob().getRoute().add(1, StageName.UNKNOWN);
        harness.deliver(footage);
        harness.settle();

        assertThat(harness.deadLetters()).singleElement().satisfies(dead -> {
            assertThat(dead.why().code()).isEqualTo(CommonFailure.RECORD_UNREADABLE);
            assertThat(dead.why().message()).contains("one that this version does not know", "replay");
        });
        assertThat(harness.story()).containsExactly("DEAD_LETTERED", "FAILED");
        assertThat(probe.handled()).isEmpty();
    }

    @Test
    void while_the_broker_is_away_the_record_stays_pending_and_the_work_is_not_done_again() {
        probe.on("plain", its -> {
            harness.failSends(3);
            return Mono.just(Outcome.done("x"));
        });
        harness.deliver(Probe.footage(job, "plain"));
        awaitHandled("plain");
        for (int wait = 0; wait < 20 && harness.unfinished() > 0; wait++) {
            pause();
            harness.advance(Duration.ofSeconds(10));
        }
        harness.settle();

        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(probe.handled()).hasSize(1);
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void wherever_the_process_crashes_the_facts_are_out_after_the_restart() {
        for (Class<?> letter : List.of(Letter.Fact.class)) {
            for (int at = 1; at <= 2; at++) {
                for (boolean before : new boolean[] {true, false}) {
                    crashAndRestart(letter, at, before);
                }
            }
        }
    }

    private void crashAndRestart(Class<?> type, int at, boolean before) {
        Probe fresh = new Probe();
        try (StageHarness<String, String> its = StageHarness.of(fresh.definition())) {
            java.util.concurrent.atomic.AtomicInteger seen = new java.util.concurrent.atomic.AtomicInteger();
            java.util.function.Predicate<Letter> here =
                    letter -> type.isInstance(letter) && seen.incrementAndGet() == at;
            if (before) {
                its.crashBefore(here);
            } else {
                its.crashAfter(here);
            }
            its.deliver(Probe.footage(job, "plain"));
            its.settle();
            assertThat(its.crashed()).as("letter %d, before %s", at, before).isTrue();
            assertThat(its.unfinished()).isEqualTo(1);

            its.restart();
            its.settle();
            assertThat(its.unfinished()).isZero();
            assertThat(its.facts(SplitFinished.class).stream()
                            .map(SplitFinished::getEventId)
                            .distinct())
                    .hasSize(1);
            assertThat(its.story()).contains("STAGE_FINISHED");
        }
    }

    @Test
    void a_shutdown_interrupts_what_does_not_finish_and_that_is_not_a_try() {
        probe.on("endless", its -> Mono.never());
        harness.deliver(Probe.footage(job, "endless"));
        awaitHandled("endless");
        Mono<Void> drained = harness.drain(Duration.ofSeconds(20)).cache();
        CountDownLatch done = new CountDownLatch(1);
        reactor.core.Disposable unused = drained.subscribe(nothing -> {}, error -> {}, done::countDown);
        harness.advance(Duration.ofSeconds(20));
        awaitRetries(1);

        assertThat(harness.retries().getFirst().next()).isEqualTo(Tries.FIRST);
        assertThat(harness.retries().getFirst().why()).isEmpty();
        assertThat(probe.cancelled()).contains("endless");
    }

    /** Found by the simulation, seed 18865: the lease of work that was cut off was held for ever, and its next owner waited for the end of it. */
    @Test
    void a_shutdown_that_cannot_even_interrupt_gives_no_more_signs_of_life() {
        probe.on("endless", its -> Mono.never());
        harness.deliver(Probe.footage(job, "endless"));
        awaitHandled("endless");
        harness.failSends(Integer.MAX_VALUE);
        CountDownLatch done = new CountDownLatch(1);
        reactor.core.Disposable unused =
                harness.drain(Duration.ofSeconds(20)).subscribe(nothing -> {}, error -> {}, done::countDown);
        harness.advance(Duration.ofSeconds(20));
        org.awaitility.Awaitility.await().until(() -> {
            harness.advance(Duration.ofSeconds(1));
            return done.getCount() == 0;
        });
        harness.settle();

        harness.failSends(0);
        harness.advance(Duration.ofMinutes(1));
        harness.settle();
        assertThat(harness.sent()).isEmpty();
        assertThat(harness.unfinished()).as("it comes again to its next owner").isEqualTo(1);
    }

    @Test
    void records_of_one_job_take_turns_in_their_order_where_the_stage_wants_that() {
        StagePolicy ordered = new StagePolicy(
                4, JobOrder.ONE_AT_A_TIME, 3, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30));
        Sinks.One<Outcome<String>> first = Sinks.one();
        probe.on("first", its -> first.asMono());
        try (StageHarness<String, String> turns = StageHarness.of(probe.definition(ordered))) {
            turns.deliver(Probe.footage(job, "first"));
            turns.deliver(Probe.footage(job, "second"));
            turns.deliver(Probe.footage(Probe.ticket(), "other"));
            awaitHandled("other");
            assertThat(probe.handled()).doesNotContain("second");

            assertThat(first.tryEmitValue(Outcome.absorbed("seen"))).isEqualTo(Sinks.EmitResult.OK);
            turns.settle();
            assertThat(probe.handled()).contains("second");
        }
    }

    /** After a rebalance the next record comes to an instance that has nothing of the job, while the work on the one before goes on under its lease. */
    @Test
    void the_next_record_of_a_job_waits_while_another_instance_works_on_the_one_before() {
        StagePolicy ordered = new StagePolicy(
                4, JobOrder.ONE_AT_A_TIME, 3, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMinutes(30));
        Sinks.One<Outcome<String>> first = Sinks.one();
        probe.on("first", its -> first.asMono());
        try (StageHarness<String, String> here = StageHarness.of(probe.definition(ordered));
                StageHarness<String, String> there = StageHarness.of(probe.definition(ordered))) {
            here.meet(there);
            there.at(1);
            here.deliver(Probe.footage(job, "first"));
            awaitHandled("first");
            for (int second = 0; second < 12; second++) {
                here.advance(Duration.ofSeconds(1));
                there.advance(Duration.ofSeconds(1));
            }
            org.awaitility.Awaitility.await()
                    .until(() -> !here.facts(WorkLease.class).isEmpty());

            there.deliver(Probe.footage(job, "second"));
            there.settle();
            assertThat(probe.handled()).containsExactly("first");

            assertThat(first.tryEmitValue(Outcome.absorbed("seen"))).isEqualTo(Sinks.EmitResult.OK);
            here.settle();
            there.advance(Duration.ofSeconds(1));
            there.settle();
            assertThat(probe.handled()).containsExactly("first", "second");
        }
    }

    /** Its place went to the next record of the job while it waited for the registry. */
    @Test
    void a_record_that_can_not_be_read_now_keeps_its_place_where_order_is_strict() {
        StagePolicy strict = new StagePolicy(
                4, JobOrder.STRICT, 3, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30));
        try (StageHarness<String, String> turns = StageHarness.of(probe.definition(strict))) {
            turns.failReads(1);
            turns.deliver(Probe.footage(job, "first"));
            turns.settle();
            turns.deliver(Probe.footage(job, "second"));
            turns.settle();
            assertThat(probe.handled()).isEmpty();

            turns.advance(Duration.ofSeconds(1));
            turns.settle();
            assertThat(probe.handled()).containsExactly("first", "second");
        }
    }

    @Test
    void an_announced_fact_is_out_before_the_outcome_and_again_with_the_same_identifier() {
        probe.on("announcing", its -> its.announce("early").thenReturn(Outcome.done("early")));
        deliver("announcing");

        assertThat(harness.facts(SplitFinished.class)).hasSize(2);
        assertThat(harness.facts(SplitFinished.class).stream()
                        .map(SplitFinished::getEventId)
                        .distinct())
                .hasSize(1);
    }

    private void deliver(String name) {
        harness.deliver(Probe.footage(job, name));
        harness.settle();
    }

    @Test
    void while_the_store_is_away_one_record_probes_and_none_is_given_up() {
        AtomicBoolean away = new AtomicBoolean(true);
        probe.otherwise(its -> Mono.just(away.get() ? Outcome.failed(STORE_AWAY) : Outcome.done("stored")));
        harness.concurrency(1);
        for (int record = 0; record < 50; record++) {
            deliver("record " + record, "acme", Priority.NORMAL);
        }
        harness.settle();
        assertThat(probe.handled()).as("the others wait").hasSize(1);

        // an hour without a store costs a probe now and then, and no record its tries
        for (int minute = 0; minute < 60; minute++) {
            harness.advance(Duration.ofMinutes(1));
            harness.settle();
        }
        assertThat(probe.handled()).hasSizeBetween(60, 150);
        assertThat(harness.retries())
                .allSatisfy(again -> assertThat(again.next().attempt()).isEqualTo(1));
        assertThat(harness.events()).extracting(JobEvent::getType).doesNotContain(JobEventType.FAILED);

        // then everything is done within a minute
        away.set(false);
        for (int second = 0; second < 60; second++) {
            harness.advance(Duration.ofSeconds(1));
            harness.settle();
        }
        assertThat(harness.facts(SplitFinished.class).stream()
                        .map(fact -> fact.getJob().getId())
                        .distinct())
                .hasSize(50);
        assertThat(harness.unfinished()).isZero();
    }

    /** A probe waited until nothing ran, so one failure beside a render of two hours stopped the stage for these. */
    @Test
    void long_work_holds_up_no_probe() {
        AtomicBoolean away = new AtomicBoolean(true);
        probe.on("long", its -> Mono.never());
        probe.on(
                "unlucky",
                its -> Mono.just(away.getAndSet(false) ? Outcome.failed(STORE_AWAY) : Outcome.done("stored")));
        harness.concurrency(4);
        harness.deliver(Probe.footage(Probe.ticket(), "long"));
        awaitHandled("long");
        harness.deliver(Probe.footage(Probe.ticket(), "unlucky"));
        awaitRetries(1);
        harness.deliver(Probe.footage(Probe.ticket(), "next"));

        // Far from the long one's own end.
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    harness.advance(Duration.ofMillis(20));
                    return harness.facts(SplitFinished.class).size() == 2;
                });
        assertThat(probe.cancelled()).isEmpty();
    }

    @Test
    void an_error_of_the_machine_costs_a_try_and_no_place() {
        probe.on("broken", its -> {
            throw new NoClassDefFoundError("dev/rushes/Gone");
        });
        harness.concurrency(1);
        deliver("broken");
        deliver("plain");

        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(harness.retries()).hasSize(1);
    }

    /** An alarm for a time that was past rang again and again while nobody was free, and kept a core busy. */
    @Test
    @Timeout(30)
    void what_falls_due_while_nobody_is_free_rings_once() {
        probe.on("flaky", its -> Mono.just(its.attempt() == 1 ? Outcome.failed(DISK_FULL) : Outcome.done("at last")));
        deliver("flaky");
        harness.pause();
        harness.advance(Duration.ofMinutes(1));
        harness.settle();
        assertThat(probe.handled()).hasSize(1);

        harness.resume();
        harness.settle();
        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
    }

    @Test
    void a_stage_that_gives_way_to_requests_finishes_what_runs_begins_nothing_and_goes_on_afterwards() {
        probe.on("flaky", its -> Mono.just(its.attempt() == 1 ? Outcome.failed(DISK_FULL) : Outcome.done("at last")));
        deliver("flaky");
        harness.giveWay(true);
        deliver("another");
        harness.advance(Duration.ofMinutes(10));
        harness.settle();
        assertThat(probe.handled()).containsExactly("flaky");
        assertThat(harness.state()).isEqualTo(StageState.RUNNING);

        harness.giveWay(false);
        harness.settle();
        assertThat(probe.handled()).containsExactlyInAnyOrder("flaky", "another", "flaky");
        assertThat(harness.unfinished()).isZero();
    }

    /** A record that fell due between the pick and the next alarm was woken by the alarm's setting and picked by nobody. */
    @Test
    void what_falls_due_between_two_looks_at_the_clock_is_picked() {
        probe.on("flaky", its -> Mono.just(its.attempt() == 1 ? Outcome.failed(DISK_FULL) : Outcome.done("at last")));
        harness.sloppyClock();
        for (int job = 0; job < 20; job++) {
            deliver("flaky");
        }
        for (int step = 0; step < 20; step++) {
            harness.advance(Duration.ofMillis(50));
            harness.settle();
        }
        assertThat(harness.unfinished()).isZero();
        assertThat(harness.facts(SplitFinished.class)).hasSize(20);
    }

    @Test
    void the_urgent_go_first_and_tenants_take_turns() {
        harness.concurrency(1);
        harness.pause();
        for (int record = 0; record < 4; record++) {
            deliver("large" + record, "large", Priority.NORMAL);
        }
        deliver("small0", "small", Priority.NORMAL);
        deliver("small1", "small", Priority.NORMAL);
        deliver("urgent", "large", Priority.HIGH);
        harness.resume();
        harness.settle();

        assertThat(probe.handled())
                .containsExactly("urgent", "small0", "large0", "small1", "large1", "large2", "large3");
    }

    private void deliver(String name, String tenant, Priority priority) {
        JobTicket its = new JobTicket(
                UUID.randomUUID(), tenant, 1, job.recipe(), job.route(), job.options(), priority, job.requestedAt());
        harness.deliver(Probe.footage(its, name));
    }

    private void advanceTo(Letter.Again again) {
        harness.advance(Duration.between(harness.now(), again.due()).plusMillis(1));
        harness.settle();
    }

    @Test
    void every_try_tells_once_what_it_has_cost_also_one_that_failed() {
        probe.on("paid", its -> {
            its.spent(Usage.ofTokens(100, 10, 7));
            its.spent(Usage.ofCpu(Duration.ofMillis(20)));
            return Mono.just(its.attempt() == 1 ? Outcome.failed(DISK_FULL) : Outcome.done("x"));
        });
        deliver("paid");
        advanceTo(harness.retries().getFirst());

        List<JobEvent> spent = harness.events().stream()
                .filter(event -> event.getType() == JobEventType.SPENT)
                .toList();
        assertThat(spent).hasSize(2).allSatisfy(event -> {
            assertThat(event.getUsage().getTokensIn()).isEqualTo(100);
            assertThat(event.getUsage().getMicroDollars()).isEqualTo(7);
            assertThat(event.getUsage().getCpuMillis()).isEqualTo(20);
        });
        assertThat(spent.stream().map(JobEvent::getEventId).distinct()).hasSize(2);
        assertThat(spent.stream().map(JobEvent::getAttempt)).containsExactly(1, 2);
    }

    @Test
    void a_purchase_is_told_under_its_own_identifier_by_every_try_that_knows_of_it() {
        UUID purchase = UUID.randomUUID();
        probe.on("bought", its -> {
            its.spentOnce(purchase, Usage.ofTokens(64, 46_336, 810_976));
            return Mono.just(its.attempt() == 1 ? Outcome.failed(DISK_FULL) : Outcome.done("x"));
        });
        deliver("bought");
        advanceTo(harness.retries().getFirst());

        assertThat(harness.events().stream().filter(event -> event.getType() == JobEventType.SPENT))
                .hasSize(2)
                .allSatisfy(event -> {
                    assertThat(event.getEventId()).isEqualTo(purchase);
                    assertThat(event.getUsage().getMicroDollars()).isEqualTo(810_976);
                    assertThat(event.getUsage().getWorkMillis()).isZero();
                });
    }

    @Test
    void what_a_tool_deep_inside_adds_to_the_spending_of_its_subscriber_counts() {
        probe.on(
                "tool",
                its -> Mono.deferContextual(context -> {
                    Spending.of(context).add(Usage.ofCpu(Duration.ofSeconds(2)));
                    return Mono.just(Outcome.done("x"));
                }));
        deliver("tool");

        assertThat(harness.events().stream()
                        .filter(event -> event.getType() == JobEventType.SPENT)
                        .map(event -> event.getUsage().getCpuMillis()))
                .containsExactly(2000L);
    }

    @Test
    void a_job_whose_deadline_has_passed_is_failed_without_work() {
        probe.on("late", its -> Mono.error(new AssertionError("nothing is to be done")));
        harness.deliver(Probe.footage(dueBy(harness.now()), "late"));
        harness.settle();

        assertThat(harness.story()).containsExactly("FAILED");
        assertThat(harness.events().getLast().getFailure().getCode()).isEqualTo("DEADLINE_PASSED");
        assertThat(harness.deadLetters()).isEmpty();
    }

    @Test
    void a_deadline_that_passes_in_the_middle_of_the_work_ends_it() {
        probe.on("slow", its -> Mono.never());
        harness.deliver(Probe.footage(dueBy(harness.now().plusSeconds(5)), "slow"));
        awaitHandled("slow");
        harness.advance(Duration.ofSeconds(6));
        harness.settle();

        assertThat(probe.cancelled()).containsExactly("slow");
        assertThat(harness.events().getLast().getFailure().getCode()).isEqualTo("DEADLINE_PASSED");
    }

    private JobTicket dueBy(Instant deadline) {
        JobOptions none = job.options();
        JobOptions options = new JobOptions(
                none.filmLength(),
                none.chunkLength(),
                none.format(),
                none.maxHeight(),
                none.onChunkFailure(),
                none.analyzer(),
                none.extra(),
                new JobTerms(Optional.of(deadline), Optional.empty(), Optional.empty()));
        return new JobTicket(
                UUID.randomUUID(),
                job.tenant(),
                1,
                job.recipe(),
                job.route(),
                options,
                job.priority(),
                job.requestedAt());
    }

    @Test
    void a_changed_priority_acts_on_what_waits_and_on_what_follows() {
        harness.concurrency(1);
        harness.pause();
        JobTicket slow = with(Priority.LOW);
        JobTicket other = with(Priority.NORMAL);
        harness.deliver(Probe.footage(other, "normal"));
        harness.deliver(Probe.footage(slow, "raised"));
        harness.order(new Order.SetPriority(slow.jobId(), Priority.HIGH));
        harness.resume();
        harness.settle();

        assertThat(probe.handled()).containsExactly("raised", "normal");
        assertThat(harness.facts(SplitFinished.class).getFirst().getJob().getPriority())
                .isEqualTo(JobPriority.HIGH);
    }

    private JobTicket with(Priority priority) {
        return new JobTicket(
                UUID.randomUUID(),
                job.tenant(),
                1,
                job.recipe(),
                job.route(),
                job.options(),
                priority,
                job.requestedAt());
    }

    private List<UUID> ids(JobEventType type) {
        return harness.events().stream()
                .filter(event -> event.getType() == type)
                .map(JobEvent::getEventId)
                .distinct()
                .toList();
    }

    private void awaitHandled(String name) {
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> probe.handled()
                .contains(name));
    }

    private void awaitRetries(int count) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> harness.retries().size() >= count);
    }

    /** Gives the workers a moment, so that the next alarm is set before the clock moves. */
    private static void pause() {
        org.awaitility.Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
    }
}
