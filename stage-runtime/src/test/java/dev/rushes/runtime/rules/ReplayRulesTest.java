package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.runtime.rules.ReplayDecision.Candidate;
import dev.rushes.runtime.rules.ReplayDecision.Copy;
import dev.rushes.runtime.rules.ReplayDecision.Forbidden;
import dev.rushes.runtime.rules.ReplayDecision.Needless;
import dev.rushes.runtime.rules.ReplayDecision.Refuse;
import dev.rushes.runtime.rules.ReplayDecision.Reopen;
import dev.rushes.runtime.rules.ReplayDecision.ReopenFromLetter;
import dev.rushes.runtime.rules.ReplayDecision.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayRulesTest {
    private static final int MOST = 3;
    private static final Candidate LETTER = letter(2);

    @Test
    void a_letter_whose_job_failed_or_was_cancelled_opens_the_next_run() {
        assertThat(decide(LETTER, over(2, false, true))).isEqualTo(new Reopen(3));
        assertThat(decide(LETTER, over(5, false, true))).isEqualTo(new Reopen(6));
    }

    @Test
    void a_letter_that_a_substitute_stood_in_for_opens_the_next_run_of_the_completed_job() {
        assertThat(decide(LETTER, over(2, true, true))).isEqualTo(new Reopen(3));
    }

    @Test
    void a_letter_whose_job_was_completed_in_a_later_run_is_not_missing_any_more() {
        assertThat(decide(LETTER, over(3, true, true))).isEqualTo(new Skip(Needless.DONE_SINCE, 3));
    }

    @Test
    void noise_under_the_key_of_a_completed_job_does_not_run_it_again() {
        Candidate noise = new Candidate(true, Optional.empty(), 0, 0, 0, false);

        assertThat(decide(noise, over(1, true, true))).isEqualTo(new Skip(Needless.DONE_SINCE, 1));
        assertThat(decide(noise, over(1, false, true))).isEqualTo(new Reopen(2));
    }

    @Test
    void a_letter_of_a_job_that_is_not_over_is_skipped() {
        assertThat(decide(LETTER, new JobStanding.Running(2))).isEqualTo(new Skip(Needless.JOB_RUNNING, 2));
    }

    @Test
    void where_nobody_knows_what_the_job_was_asked_for_the_letter_itself_may_say_so() {
        assertThat(decide(LETTER, over(1, false, false))).isEqualTo(new ReopenFromLetter(2));
    }

    @Test
    void a_letter_without_a_job_or_of_a_job_that_nobody_heard_of_is_copied() {
        Candidate nobodys = new Candidate(false, Optional.empty(), 1, 1, 0, false);

        assertThat(decide(nobodys, new JobStanding.Untold())).isEqualTo(new Copy(3));
        assertThat(decide(LETTER, new JobStanding.Unknown())).isEqualTo(new Copy(1));
    }

    @Test
    void without_a_ledger_no_letter_of_a_job_is_touched() {
        assertThat(decide(LETTER, new JobStanding.Untold())).isEqualTo(new Refuse(Forbidden.LEDGER_UNKNOWN));
    }

    @Test
    void what_is_gone_is_refused_with_its_reason() {
        assertThat(decide(LETTER, new JobStanding.Erased(Instant.EPOCH))).isEqualTo(new Refuse(Forbidden.JOB_ERASED));
        assertThat(decide(LETTER, new JobStanding.Expired(Instant.EPOCH))).isEqualTo(new Refuse(Forbidden.JOB_EXPIRED));
        assertThat(decide(LETTER, new JobStanding.FootageGone(Optional.empty())))
                .isEqualTo(new Refuse(Forbidden.FOOTAGE_GONE));
    }

    @Test
    void whatever_happens_a_record_is_replayed_and_a_job_reopened_a_bounded_number_of_times() {
        Random random = new Random(11);
        for (int each = 0; each < 10_000; each++) {
            Candidate worn = new Candidate(
                    random.nextBoolean(),
                    random.nextBoolean() ? Optional.of(random.nextInt(1, 4)) : Optional.empty(),
                    random.nextInt(5),
                    random.nextInt(5),
                    random.nextInt(5),
                    false);
            JobStanding job =
                    switch (random.nextInt(4)) {
                        case 0 -> new JobStanding.Unknown();
                        case 1 -> new JobStanding.Untold();
                        case 2 -> new JobStanding.Running(random.nextInt(1, 4));
                        default -> over(random.nextInt(1, 4), random.nextBoolean(), random.nextBoolean());
                    };
            boolean spent = worn.cycle() + worn.replays() >= MOST || worn.reopenings() >= MOST;
            switch (decide(worn, job)) {
                case Copy copy -> assertThat(copy.cycle()).isLessThanOrEqualTo(MOST);
                case Reopen reopen -> assertThat(spent).isFalse();
                case ReopenFromLetter reopen -> assertThat(spent).isFalse();
                case Skip skip -> assertThat(skip.run()).isPositive();
                case Refuse refuse ->
                    assertThat(refuse.why() == Forbidden.LEDGER_UNKNOWN || spent)
                            .isTrue();
            }
        }
    }

    @Test
    void of_a_record_that_was_cut_the_bytes_are_never_sent_but_its_job_may_begin_anew() {
        Candidate cut = new Candidate(true, Optional.of(1), 0, 0, 0, true);
        Candidate nobodys = new Candidate(false, Optional.empty(), 0, 0, 0, true);

        assertThat(decide(nobodys, new JobStanding.Untold())).isEqualTo(new Refuse(Forbidden.PAYLOAD_CUT));
        assertThat(decide(cut, new JobStanding.Unknown())).isEqualTo(new Refuse(Forbidden.PAYLOAD_CUT));
        assertThat(decide(cut, over(1, false, false))).isEqualTo(new Refuse(Forbidden.PAYLOAD_CUT));
        assertThat(decide(cut, over(1, false, true))).isEqualTo(new Reopen(2));
        assertThat(decide(cut, new JobStanding.Running(1))).isEqualTo(new Skip(Needless.JOB_RUNNING, 1));
    }

    @Test
    void a_replay_lasts_as_long_as_its_pace_says() {
        assertThat(new ReplayPace(4).lasts(0)).isZero();
        assertThat(new ReplayPace(4).lasts(30)).isEqualTo(Duration.ofMillis(7_500));
        assertThat(new ReplayPace(1e-12).lasts(Long.MAX_VALUE)).isEqualTo(Duration.ofDays(36_500));
    }

    @Test
    void replays_keep_their_distance_and_do_not_hurry_after_a_slow_one() {
        ReplayPace pace = new ReplayPace(4);
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(pace.wait(Optional.empty(), now)).isZero();
        assertThat(pace.wait(Optional.of(now), now)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.wait(Optional.of(now.minusMillis(100)), now)).isEqualTo(Duration.ofMillis(150));
        assertThat(pace.wait(Optional.of(now.minusSeconds(60)), now)).isZero();
    }

    @Test
    void a_pace_that_never_moves_is_refused() {
        for (double pace : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ReplayPace(pace)).hasMessageStartingWith("Expected more than 0");
        }
        assertThat(new ReplayPace(1e-12).wait(Optional.of(Instant.EPOCH), Instant.EPOCH))
                .isEqualTo(Duration.ofDays(1));
    }

    private static ReplayDecision decide(Candidate letter, JobStanding job) {
        return ReplayDecision.of(letter, job, MOST);
    }

    private static Candidate letter(int run) {
        return new Candidate(true, Optional.of(run), 0, 0, 0, false);
    }

    private static JobStanding.Over over(int run, boolean completed, boolean requestKnown) {
        return new JobStanding.Over(run, completed, requestKnown);
    }
}
