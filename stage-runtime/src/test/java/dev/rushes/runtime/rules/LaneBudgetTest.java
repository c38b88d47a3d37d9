package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.runtime.rules.LaneBudget.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One instance and its lane. */
class LaneBudgetTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final LaneTerms TERMS = LaneTerms.DEFAULTS.withReservationTimeout(TIMEOUT, Duration.ZERO);

    @Test
    void a_crowd_is_told_a_time_each_and_everyone_is_served_at_that_time() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerMinute(600));
        // 120 at once, then 481 a minute: one every 124.7 ms
        List<Instant> told = new ArrayList<>();
        for (int each = 0; each < 500; each++) {
            told.add(ask(lane, "r" + each, 0, START));
        }

        assertThat(told.subList(0, 120)).containsOnly(START);
        assertThat(told.subList(120, 500)).isSorted().doesNotHaveDuplicates();
        assertThat(told.getLast()).isEqualTo(START.plusMillis((long) Math.ceil(380 * 60_000 / 481.0)));
        for (int each = 120; each < 500; each++) {
            assertThat(lane.reserve("r" + each, 0, told.get(each)))
                    .as("r%d", each)
                    .isInstanceOf(Answer.Granted.class);
        }
    }

    @Test
    void whoever_comes_later_does_not_overtake_the_line() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerMinute(5));
        assertThat(ask(lane, "first", 0, START)).isEqualTo(START);
        Instant second = ask(lane, "second", 0, START);
        Instant newcomer = ask(lane, "newcomer", 0, second);

        assertThat(newcomer).isAfter(second);
        assertThat(ask(lane, "second", 0, second)).isEqualTo(second);
    }

    @Test
    void whoever_does_not_come_holds_nobody_up_for_longer_than_a_second() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerMinute(5));
        assertThat(ask(lane, "first", 0, START)).isEqualTo(START);
        Instant absent = ask(lane, "absent", 0, START);

        assertThat(ask(lane, "newcomer", 0, absent)).isAfter(absent.plusSeconds(5));
        assertThat(ask(lane, "newcomer", 0, absent.plusSeconds(1))).isEqualTo(absent.plusSeconds(1));
        // and keeps its place before those who came later
        Instant next = ask(lane, "third", 0, absent.plusSeconds(2));
        assertThat(ask(lane, "absent", 0, next)).isEqualTo(next);
    }

    @Test
    void what_a_claim_did_not_need_comes_back_and_what_it_needed_more_is_owed() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withTokensPerMinute(10_000, 2_000));
        long reservation = grant(lane, "first", 2_000, START);
        assertThat(tokens(lane, START)).isZero();
        lane.settle(reservation, 500, START);
        assertThat(tokens(lane, START)).isEqualTo(1_500);
        lane.settle(reservation, 0, START);
        assertThat(tokens(lane, START)).as("once only").isEqualTo(1_500);

        long cheap = grant(lane, "second", 1_500, START);
        lane.settle(cheap, 3_000, START);
        assertThat(tokens(lane, START)).isEqualTo(-1_500);
        assertThat(ask(lane, "third", 1, START))
                .isEqualTo(START.plusMillis((long) Math.ceil(1_501 * 60_000 / 8_001.0)));
    }

    @Test
    void what_comes_back_late_does_not_exceed_what_the_bucket_would_have_held() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withTokensPerMinute(10_000, 2_000));
        long tooHigh = grant(lane, "first", 2_000, START);
        Instant later = START.plusSeconds(10);
        long exact = grant(lane, "second", 1_000, later);
        lane.settle(exact, 1_000, later);
        // with the right claim the bucket would have been full at that time, and 1,000 would have been taken from it
        lane.settle(tooHigh, 0, later);
        assertThat(tokens(lane, later)).isEqualTo(1_000);
    }

    @Test
    void a_call_that_was_never_made_costs_nothing() {
        LaneBudget<String> lane = full(LaneLimits.NONE
                .withRequestsPerMinute(60)
                .withRequestsPerDay(1_000)
                .withInFlight(2));
        LaneState before = lane.state(START);
        long reservation = grant(lane, "first", 0, START);
        assertThat(lane.state(START).inFlight()).isOne();
        lane.release(reservation, START);
        assertThat(lane.state(START)).isEqualTo(before);
    }

    @Test
    void a_place_in_flight_that_nobody_gives_back_comes_back_by_itself() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withInFlight(1));
        long lost = grant(lane, "lost", 0, START);
        assertThat(ask(lane, "next", 0, START)).isAfter(START);
        assertThat(lane.callable(START)).isEmpty();

        Instant late = START.plus(TIMEOUT);
        assertThat(lane.callable(late)).containsExactly("next");
        assertThat(ask(lane, "next", 0, late)).isEqualTo(late);
        assertThat(lane.state(late).expired()).isOne();
        lane.settle(lost, late);
        assertThat(lane.state(late).inFlight()).as("late, and so in vain").isOne();
    }

    @Test
    void when_a_call_ends_the_head_of_the_line_is_called() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withInFlight(2));
        long one = grant(lane, "one", 0, START);
        assertThat(ask(lane, "two", 0, START)).isEqualTo(START);
        assertThat(ask(lane, "three", 0, START)).isAfter(START);
        assertThat(ask(lane, "four", 0, START)).isAfter(START);
        lane.settle(one, START.plusMillis(5));

        assertThat(lane.callable(START.plusMillis(5))).containsExactly("three");
    }

    @Test
    void a_hold_stops_everybody_and_afterwards_they_come_one_by_one() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerMinute(600));
        Instant until = START.plusSeconds(45);
        assertThat(lane.hold(until, START)).isTrue();
        assertThat(lane.hold(until.minusSeconds(10), START)).as("shorter").isFalse();
        assertThat(lane.hold(until.plusMillis(10), START)).as("hardly longer").isFalse();

        List<Instant> told = IntStream.range(0, 100)
                .mapToObj(each -> ask(lane, "r" + each, 0, START))
                .toList();
        assertThat(told).isSorted().doesNotHaveDuplicates().allMatch(time -> time.isAfter(until));
        assertThat(lane.state(START).held()).isPresent();

        lane.lift(START.plusSeconds(1));
        assertThat(ask(lane, "r0", 0, START.plusSeconds(2))).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void nobody_can_pause_a_lane_for_ever() {
        LaneBudget<String> lane = full(LaneLimits.NONE);
        assertThat(lane.hold(Instant.MAX, START)).isTrue();
        assertThat(ask(lane, "first", 0, START)).isEqualTo(START.plus(LaneTerms.DEFAULTS.longestHold()));
    }

    @Test
    void who_is_forgotten_waits_no_longer_in_the_way_of_others() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerMinute(5));
        assertThat(ask(lane, "first", 0, START)).isEqualTo(START);
        Instant second = ask(lane, "cancelled", 0, START);
        lane.forget("cancelled");
        assertThat(ask(lane, "other", 0, START)).isEqualTo(second);
    }

    @Test
    void half_of_the_day_is_there_at_midnight_and_the_rest_flows_in() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerDay(240));
        Instant midnight = Instant.parse("2026-03-02T08:00:00Z");
        int atOnce = take(lane, midnight);
        assertThat(atOnce).isEqualTo(120);
        assertThat(ask(lane, "next", 0, midnight)).isEqualTo(midnight.plus(Duration.ofMinutes(12)));

        int untilEvening = 0;
        for (int hour = 1; hour < 24; hour++) {
            untilEvening += take(lane, midnight.plus(Duration.ofHours(hour)));
        }
        assertThat(untilEvening).isEqualTo(23 * 5);
        assertThat(ask(lane, "late", 0, midnight.plus(Duration.ofHours(23))))
                .isBefore(midnight.plus(Duration.ofHours(24)));
    }

    @Test
    void what_is_gained_begins_empty_and_what_is_lost_goes_at_once() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withRequestsPerMinute(600));
        lane.own(Set.of(0, 1, 2), START);
        assertThat(lane.state(START).requests()).hasValue(3);
        lane.own(all(120), START);
        assertThat(lane.state(START).requests()).hasValue(3);
        lane.own(Set.of(), START);
        assertThat(lane.reserve("any", 0, START)).isEqualTo(new Answer.Elsewhere());
    }

    @Test
    void places_that_come_from_another_instance_open_when_its_calls_are_over() {
        LaneLimits limits = LaneLimits.NONE.withInFlight(10).withTerms(LaneTerms.DEFAULTS);
        LaneBudget<String> lane = new LaneBudget<>(limits, limits.pieces(1), START);
        lane.own(all(10), START);
        assertThat(ask(lane, "early", 0, START)).isEqualTo(START.plus(LaneTerms.DEFAULTS.handover()));
        assertThat(lane.state(START).places()).hasValue(0);
        assertThat(lane.state(START.plus(LaneTerms.DEFAULTS.handover())).places())
                .hasValue(10);
    }

    @Test
    void small_limits_are_cut_into_few_pieces_and_one_that_can_not_be_cut_is_refused() {
        assertThat(LaneLimits.NONE.withRequestsPerMinute(5).pieces(1)).isEqualTo(1);
        assertThat(LaneLimits.NONE.withRequestsPerMinute(60).pieces(1)).isEqualTo(12);
        assertThat(LaneLimits.NONE.withRequestsPerMinute(60).withInFlight(3).pieces(2))
                .isEqualTo(3);
        assertThat(LaneLimits.NONE.withTokensPerMinute(250_000, 20_000).pieces(1))
                .isEqualTo(2);
        assertThatThrownBy(() -> LaneLimits.NONE.withInFlight(1).pieces(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected limits of at least one call");
        assertThatThrownBy(() -> LaneLimits.NONE.withTokensPerMinute(10, 11))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LaneLimits.NONE.withRequestsPerMinute(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LaneTerms.DEFAULTS.withBurst(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_claim_above_the_largest_is_refused() {
        LaneBudget<String> lane = full(LaneLimits.NONE.withTokensPerMinute(10_000, 2_000));
        assertThatThrownBy(() -> lane.reserve("large", 2_001, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected a claim of 0 to 2000 tokens, but got one of 2001");
    }

    /** All of it, saved up. */
    private static LaneBudget<String> full(LaneLimits limits) {
        LaneLimits quick = limits.withTerms(TERMS);
        int pieces = quick.pieces(1);
        LaneBudget<String> lane = new LaneBudget<>(quick, pieces, START.minus(Duration.ofDays(2)));
        lane.own(all(pieces), START.minus(Duration.ofDays(2)));
        return lane;
    }

    private static Set<Integer> all(int pieces) {
        return IntStream.range(0, pieces).boxed().collect(Collectors.toSet());
    }

    /** When the answer says that the call may be made. */
    private static Instant ask(LaneBudget<String> lane, String who, long tokens, Instant now) {
        return switch (lane.reserve(who, tokens, now)) {
            case Answer.Granted granted -> now;
            case Answer.Wait wait -> wait.until();
            case Answer.Elsewhere elsewhere -> throw new AssertionError("Expected a share, but it is elsewhere");
        };
    }

    private static long grant(LaneBudget<String> lane, String who, long tokens, Instant now) {
        Answer answer = lane.reserve(who, tokens, now);
        assertThat(answer).isInstanceOf(Answer.Granted.class);
        return ((Answer.Granted) answer).reservation();
    }

    private static int take(LaneBudget<String> lane, Instant now) {
        int taken = 0;
        while (lane.reserve("taker", 0, now) instanceof Answer.Granted) {
            taken++;
        }
        lane.forget("taker");
        return taken;
    }

    private static long tokens(LaneBudget<String> lane, Instant now) {
        return lane.state(now).tokens().orElseThrow();
    }
}
