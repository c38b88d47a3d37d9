package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.LaneBudget.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances that share a lane while its pieces move among them: together they never exceed a limit, and nobody starves. */
class LaneShareTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    private static final int SEEDS = 300;
    private static final long MINUTE = 60_000;

    @Test
    void together_they_never_exceed_a_limit_in_any_window_of_its_length() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            LaneLimits limits = limits(random);
            World world = new World(limits, random, 1 + random.nextInt(5));
            world.run(Duration.ofMinutes(8), true);
            world.checkLimits("seed " + seed + ", " + limits);
        }
    }

    @Test
    void days_have_no_more_calls_than_their_limit_whoever_makes_them() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            LaneLimits limits = LaneLimits.NONE.withRequestsPerDay(30 + random.nextInt(300));
            World world = new World(limits, random, 1 + random.nextInt(3));
            world.pace = 60_000;
            world.run(Duration.ofDays(4), true);
            world.checkDays("seed " + seed + ", " + limits);
        }
    }

    @Test
    void all_that_flows_in_is_used_and_everybody_who_owns_a_piece_gets_some_of_it() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            LaneLimits limits = LaneLimits.NONE.withRequestsPerMinute(60 + random.nextInt(600));
            World world = new World(limits, random, 3);
            world.run(Duration.ofMinutes(10), false);

            long flow = limits.requestsPerMinute().orElseThrow()
                    + 1
                    - limits.burst(limits.requestsPerMinute().orElseThrow(), 1, limits.pieces(1));
            assertThat((double) world.calls.size())
                    .as("seed %d, %s", seed, limits)
                    .isBetween(flow * 10 * 0.97, flow * 10 * 1.03 + 1);
            assertThat(world.callsOf).as("seed %d", seed).hasSize(3);
            double fair = world.calls.size() / 3.0;
            assertThat(world.callsOf.values())
                    .allSatisfy(own -> assertThat((double) own).isBetween(fair * 0.85, fair * 1.15));
        }
    }

    @Test
    void every_reservation_comes_back() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            World world = new World(limits(random).withInFlight(6), random, 3);
            world.run(Duration.ofMinutes(5), true);
            Instant end =
                    Instant.ofEpochMilli(world.now).plus(world.limits.terms().reservationTimeout());
            assertThat(world.instances).as("seed %d", seed).allSatisfy(its -> assertThat(
                            its.budget.state(end).inFlight())
                    .isZero());
        }
    }

    private static LaneLimits limits(Random random) {
        Duration timeout = Duration.ofSeconds(5 + random.nextInt(20));
        LaneLimits limits = LaneLimits.NONE.withTerms(LaneTerms.DEFAULTS
                .withBurst(0.05 + random.nextDouble() * 0.6)
                .withReservationTimeout(timeout, timeout));
        if (random.nextInt(4) > 0) {
            limits = limits.withRequestsPerMinute(1 + random.nextInt(random.nextBoolean() ? 10 : 400));
        }
        if (random.nextBoolean()) {
            long tokens = 1_000 + random.nextInt(100_000);
            limits = limits.withTokensPerMinute(tokens, 1 + random.nextLong(tokens));
        }
        if (random.nextBoolean()) {
            limits = limits.withInFlight(1 + random.nextInt(20));
        }
        return limits.unlimited() ? limits.withRequestsPerMinute(30) : limits;
    }

    /** Instances with more work than the lane takes, in virtual time. */
    private static final class World {
        final LaneLimits limits;
        final Random random;
        final int pieces;
        final List<Instance> instances = new ArrayList<>();
        final List<Call> calls = new ArrayList<>();
        final Map<Integer, Integer> callsOf = new HashMap<>();
        long now = START.toEpochMilli();
        long pace = 40;
        boolean restless;

        /** @param tokens what it really cost */
        record Call(long at, long tokens, long end) {}

        World(LaneLimits limits, Random random, int size) {
            this.limits = limits;
            this.random = random;
            this.pieces = limits.pieces(1);
            for (int number = 0; number < size; number++) {
                instances.add(new Instance(number));
            }
            deal();
        }

        void run(Duration time, boolean moving) {
            restless = moving;
            long end = now + time.toMillis();
            while (now < end) {
                now += 1 + random.nextLong(pace);
                if (moving && random.nextInt(400) == 0) {
                    deal();
                }
                if (moving && random.nextInt(3_000) == 0) {
                    // one dies, and another one begins from nothing
                    int number = random.nextInt(instances.size());
                    Set<Integer> its = instances.get(number).owned;
                    instances.set(number, new Instance(number));
                    instances.get(number).own(its);
                }
                instances.forEach(Instance::work);
            }
        }

        /** Gives every piece to somebody: first all losses, then all gains, as in a rebalance. */
        void deal() {
            List<Set<Integer>> next = new ArrayList<>();
            instances.forEach(its -> next.add(new HashSet<>()));
            for (int piece = 0; piece < pieces; piece++) {
                next.get(calls.isEmpty() ? piece % instances.size() : random.nextInt(instances.size()))
                        .add(piece);
            }
            for (Instance its : instances) {
                Set<Integer> kept = new HashSet<>(its.owned);
                kept.retainAll(next.get(its.number));
                its.own(kept);
            }
            now += random.nextInt(500);
            instances.forEach(its -> its.own(next.get(its.number)));
        }

        void checkLimits(String what) {
            long tokens = 0;
            int first = 0;
            PriorityQueue<Long> ends = new PriorityQueue<>();
            for (int last = 0; last < calls.size(); last++) {
                Call call = calls.get(last);
                tokens += call.tokens();
                while (calls.get(first).at() <= call.at() - MINUTE) {
                    tokens -= calls.get(first++).tokens();
                }
                ends.add(call.end());
                while (!ends.isEmpty() && ends.element() <= call.at()) {
                    ends.remove();
                }
                long requests = last - first + 1;
                check(what, "requests", requests, limits.requestsPerMinute());
                check(what, "tokens", tokens, limits.tokensPerMinute());
                check(
                        what,
                        "in flight",
                        ends.size(),
                        OptionalLong.of(limits.inFlight().orElse(Integer.MAX_VALUE)));
            }
        }

        private static void check(String what, String name, long found, OptionalLong limit) {
            if (found > limit.orElse(Long.MAX_VALUE)) {
                throw new AssertionError("Expected at most " + limit + " " + name + ", but got " + found + ", " + what);
            }
        }

        void checkDays(String what) {
            Map<Object, Long> days = new HashMap<>();
            calls.forEach(call -> days.merge(
                    Instant.ofEpochMilli(call.at())
                            .atZone(limits.terms().zone())
                            .toLocalDate(),
                    1L,
                    Long::sum));
            assertThat(days.values())
                    .as(what)
                    .hasSizeGreaterThan(2)
                    .allMatch(number -> number <= limits.requestsPerDay().orElseThrow());
        }

        /** One instance: a few workers that ask, wait as told, call, and settle, or forget to. */
        final class Instance {
            final int number;
            final LaneBudget<String> budget = new LaneBudget<>(limits, pieces, Instant.ofEpochMilli(now));
            final Map<String, Long> waiting = new HashMap<>();
            final Map<Long, Long> ends = new HashMap<>();
            final Map<Long, Long> costs = new HashMap<>();
            Set<Integer> owned = Set.of();
            int asked;
            long idleUntil;

            Instance(int number) {
                this.number = number;
            }

            void own(Set<Integer> numbers) {
                owned = numbers;
                budget.own(numbers, Instant.ofEpochMilli(now));
            }

            void work() {
                Instant time = Instant.ofEpochMilli(now);
                for (Long over : ends.keySet().stream()
                        .filter(its -> ends.getOrDefault(its, 0L) <= now)
                        .toList()) {
                    ends.remove(over);
                    budget.settle(over, costs.getOrDefault(over, 0L), time);
                }
                if (restless && random.nextInt(200) == 0) {
                    // no work for a while: the buckets fill while calls are still out
                    idleUntil = now + random.nextInt(20_000);
                }
                if (now < idleUntil) {
                    return;
                }
                budget.callable(time).forEach(who -> waiting.put(who, now));
                while (waiting.size() < 5) {
                    waiting.put(number + "/" + asked++, now);
                }
                List.copyOf(waiting.keySet()).stream().sorted().forEach(who -> {
                    if (waiting.getOrDefault(who, 0L) <= now) {
                        ask(who, time);
                    }
                });
            }

            private void ask(String who, Instant time) {
                long most = limits.tokensPerMinute().isEmpty()
                        ? 0
                        : random.nextBoolean() ? limits.largestClaim() : random.nextLong(limits.largestClaim() + 1);
                switch (budget.reserve(who, most, time)) {
                    case Answer.Granted granted -> called(who, most, granted.reservation());
                    case Answer.Wait wait -> waiting.put(who, wait.until().toEpochMilli());
                    case Answer.Elsewhere elsewhere -> waiting.put(who, now + 1_000);
                }
            }

            /** Often nothing like what was claimed. */
            private long cost(long most) {
                return switch (random.nextInt(4)) {
                    case 0 -> most;
                    case 1 -> random.nextLong(most + 1);
                    default -> 0;
                };
            }

            private void called(String who, long most, long reservation) {
                waiting.remove(who);
                callsOf.merge(number, 1, Integer::sum);
                long timeout = limits.terms().reservationTimeout().toMillis();
                if (random.nextInt(10) == 0) {
                    calls.add(new Call(now, most, now + timeout));
                    return;
                }
                long cost = cost(most);
                long end = now + random.nextLong(timeout);
                calls.add(new Call(now, cost, end));
                ends.put(reservation, end);
                costs.put(reservation, cost);
            }
        }
    }
}
