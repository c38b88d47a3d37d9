package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.FailureDecision.Blame;
import dev.rushes.runtime.rules.FailureDecision.FailedTry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final FailureDecision.RetryLimits LIMITS =
            new FailureDecision.RetryLimits(3, Instant.parse("2026-01-02T00:00:00Z"));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RetrySchedule SCHEDULE = new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(10));

    @Test
    void the_wait_doubles_up_to_the_cap_and_chance_takes_away_from_it() {
        assertThat(SCHEDULE.delay(1, 0.5, Optional.empty())).isEqualTo(Duration.ofMillis(500));
        assertThat(SCHEDULE.delay(3, 0.5, Optional.empty())).isEqualTo(Duration.ofSeconds(2));
        assertThat(SCHEDULE.delay(60, 0.5, Optional.empty())).isEqualTo(Duration.ofSeconds(5));
        assertThat(SCHEDULE.delay(Integer.MAX_VALUE, 0.0, Optional.empty())).isZero();
    }

    @Test
    void a_hint_from_outside_is_a_floor_even_above_the_cap() {
        Optional<Duration> hint = Optional.of(Duration.ofMinutes(1));
        assertThat(SCHEDULE.delay(1, 0.9, hint)).isEqualTo(Duration.ofMinutes(1));
        assertThat(SCHEDULE.delay(5, 0.9, Optional.of(Duration.ofMillis(1)))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void waits_stay_between_zero_and_the_cap_for_any_try_and_chance() {
        Random random = new Random(42);
        for (int each = 0; each < 10_000; each++) {
            Duration wait = SCHEDULE.delay(1 + random.nextInt(200), random.nextDouble(), Optional.empty());
            assertThat(wait).isBetween(Duration.ZERO, SCHEDULE.cap());
        }
    }

    @Test
    void trouble_outside_and_faults_of_ours_are_tried_again_until_tries_run_out() {
        for (Blame blame : new Blame[] {Blame.TRANSIENT, Blame.OURS}) {
            assertThat(decide(blame, 1, false)).isEqualTo(new FailureDecision.RetryAt(NOW.plusMillis(500)));
            assertThat(decide(blame, 3, false)).isEqualTo(new FailureDecision.DeadLetterAndFail());
            assertThat(decide(blame, 3, true)).isEqualTo(new FailureDecision.DeadLetterAndGoOn());
        }
    }

    @Test
    void bad_input_fails_the_job_unless_the_stage_can_go_on_with_a_gap() {
        assertThat(decide(Blame.INPUT, 1, false)).isEqualTo(new FailureDecision.FailJob());
        assertThat(decide(Blame.INPUT, 1, true)).isEqualTo(new FailureDecision.DeadLetterAndGoOn());
    }

    @Test
    void who_is_asked_to_slow_down_waits_at_least_the_base_and_never_runs_out_of_tries() {
        assertThat(decide(Blame.THROTTLED, 99, false)).isEqualTo(new FailureDecision.PostponeUntil(NOW.plusSeconds(1)));
    }

    @Test
    void what_is_away_is_waited_out_for_hours_and_then_tries_count() {
        assertThat(decide(Blame.OUTAGE, 1, true)).isEqualTo(new FailureDecision.WaitOut(NOW.plusSeconds(1)));
        FailedTry worn = new FailedTry(Blame.OUTAGE, 1, FailureDecision.MOST_OUTAGES, Optional.empty(), false);
        assertThat(FailureDecision.of(worn, LIMITS, SCHEDULE, NOW, 0.5)).isInstanceOf(FailureDecision.RetryAt.class);
        FailedTry over = new FailedTry(Blame.OUTAGE, 3, FailureDecision.MOST_OUTAGES, Optional.empty(), false);
        assertThat(FailureDecision.of(over, LIMITS, SCHEDULE, NOW, 0.5))
                .isEqualTo(new FailureDecision.DeadLetterAndFail());
    }

    @Test
    void an_outage_lets_one_record_probe_and_ends_with_the_first_success() {
        OutageBreaker breaker = new OutageBreaker(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(breaker.allows(NOW)).isTrue();

        breaker.away(NOW);
        breaker.away(NOW.plusMillis(200));
        assertThat(breaker.until()).as("four that fail together are one").contains(NOW.plusSeconds(1));
        assertThat(breaker.allows(NOW.plusMillis(999))).isFalse();
        assertThat(breaker.allows(NOW.plusSeconds(1))).isTrue();

        breaker.takenUp(NOW.plusSeconds(1));
        assertThat(breaker.allows(NOW.plusSeconds(2))).as("beside the probe").isFalse();
        breaker.away(NOW.plusSeconds(2));
        assertThat(breaker.until()).contains(NOW.plusSeconds(4));
        for (int probe = 0; probe < 100; probe++) {
            breaker.away(breaker.until().orElseThrow());
        }
        Instant last = breaker.until().orElseThrow();
        breaker.away(last);
        assertThat(breaker.until()).contains(last.plusSeconds(30));

        breaker.worked();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.allows(NOW)).isTrue();
    }

    @Test
    void a_probe_that_says_nothing_makes_room_for_another() {
        OutageBreaker breaker = new OutageBreaker(Duration.ofSeconds(1), Duration.ofSeconds(30));
        breaker.away(NOW);

        breaker.takenUp(NOW.plusSeconds(1));
        breaker.saysNothing(NOW.plusSeconds(5));
        assertThat(breaker.allows(NOW.plusSeconds(5))).isTrue();

        breaker.takenUp(NOW.plusSeconds(5));
        assertThat(breaker.allows(NOW.plusSeconds(34))).isFalse();
        assertThat(breaker.allows(NOW.plusSeconds(35))).as("it takes long").isTrue();
    }

    @Test
    void a_cancelled_job_is_dropped_in_silence() {
        assertThat(decide(Blame.CANCELLED, 1, true)).isEqualTo(new FailureDecision.Drop());
    }

    @Test
    void progress_passes_once_an_interval_and_the_last_report_is_never_lost() {
        ProgressGate<String> gate = new ProgressGate<>(Duration.ofSeconds(1));
        assertThat(gate.offer("1 %", NOW)).contains("1 %");
        assertThat(gate.offer("2 %", NOW.plusMillis(400))).isEmpty();
        assertThat(gate.offer("3 %", NOW.plusMillis(900))).isEmpty();
        assertThat(gate.heldUntil()).contains(NOW.plusSeconds(1));
        assertThat(gate.due(NOW.plusSeconds(1))).contains("3 %");
        assertThat(gate.offer("4 %", NOW.plusMillis(1_100))).isEmpty();
        assertThat(gate.flush()).contains("4 %");
        assertThat(gate.flush()).isEmpty();
    }

    @Test
    void a_stopped_job_is_stopped_up_to_its_run_and_the_next_run_is_not() {
        StoppedRuns stopped = new StoppedRuns(2);
        UUID job = new UUID(0, 1);
        stopped.stop(job, 2);
        stopped.stop(job, 1);
        assertThat(stopped.isStopped(job, 1)).isTrue();
        assertThat(stopped.isStopped(job, 2)).isTrue();
        assertThat(stopped.isStopped(job, 3)).isFalse();
    }

    @Test
    void only_so_many_stopped_jobs_are_remembered() {
        StoppedRuns stopped = new StoppedRuns(2);
        for (int job = 1; job <= 3; job++) {
            stopped.stop(new UUID(0, job), 1);
        }
        assertThat(stopped.isStopped(new UUID(0, 1), 1)).isFalse();
        assertThat(stopped.isStopped(new UUID(0, 3), 1)).isTrue();
    }

    @Test
    void a_window_is_full_by_records_or_bytes_of_a_partition_or_of_all() {
        WindowLoad<String> load = new WindowLoad<>(new WindowLimits(3, 100, 2, 60));
        load.add("a", 10);
        load.add("a", 10);
        assertThat(load.full("a")).isTrue();
        assertThat(load.full("b")).isFalse();
        load.add("b", 60);
        assertThat(load.full("b")).isTrue();
        assertThat(load.full("c")).isTrue();
        load.remove("b", 60);
        load.remove("a", 10);
        assertThat(load.full("a")).isFalse();
        assertThat(load.bytes()).isEqualTo(10);
    }

    private static FailureDecision decide(Blame blame, int attempt, boolean substitutable) {
        FailedTry failed = new FailedTry(blame, attempt, 0, Optional.empty(), substitutable);
        return FailureDecision.of(failed, LIMITS, SCHEDULE, NOW, 0.5);
    }
}
