package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.runtime.rules.FairQueue.Entitlement;
import dev.rushes.runtime.rules.FairQueue.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final Instant START = Instant.parse("2026-11-28T06:00:00Z");
    private static final Duration AGEING = Duration.ofSeconds(30);

    private FairQueue<String> queue = new FairQueue<>(new FairShares(AGEING, Map.of()));

    @Test
    void one_tenant_is_served_in_the_order_of_coming() {
        add("a1", "acme", Urgency.NORMAL, 0);
        add("a2", "acme", Urgency.NORMAL, 0);
        add("a3", "acme", Urgency.NORMAL, 0);

        assertThat(served(0)).containsExactly("a1", "a2", "a3");
    }

    @Test
    void the_more_urgent_class_goes_first_whoever_it_belongs_to() {
        add("low", "acme", Urgency.LOW, 0);
        add("normal", "bolt", Urgency.NORMAL, 0);
        add("high", "acme", Urgency.HIGH, 0);

        assertThat(served(1)).containsExactly("high", "normal", "low");
    }

    @Test
    void going_unserved_makes_urgent_class_by_class() {
        add("low", "acme", Urgency.LOW, 0);
        add("normal", "bolt", Urgency.NORMAL, 29);
        assertThat(take(29, 1)).isEqualTo("normal");

        // after 30 s it counts as normal, and is the older of the two
        add("another normal", "coil", Urgency.NORMAL, 30);
        assertThat(take(30, 1)).isEqualTo("low");
        assertThat(take(30, 1)).isEqualTo("another normal");

        // after 60 s it would count as high
        add("low again", "acme", Urgency.LOW, 100);
        add("high", "bolt", Urgency.HIGH, 159);
        assertThat(take(159, 1)).isEqualTo("high");
        add("another high", "coil", Urgency.HIGH, 160);
        assertThat(List.of(take(160, 1), take(160, 1))).containsExactly("low again", "another high");
    }

    @Test
    void a_clock_that_goes_back_makes_nothing_less_urgent() {
        queue = new FairQueue<>(new FairShares(Duration.ofMillis(100), Map.of()));
        queue.add("high", new Entitlement("acme", Urgency.HIGH, START.plusMillis(900)));
        queue.add("low", new Entitlement("bolt", Urgency.LOW, START.plusMillis(400)));

        assertThat(queue.poll(START.plusMillis(500), any -> true))
                .map(Grant::item)
                .contains("high");
    }

    @Test
    void a_backlog_of_ones_own_does_not_age() {
        for (int record = 0; record < 200; record++) {
            add("backlog" + record, "large", Urgency.NORMAL, 0);
        }
        for (int second = 0; second < 100; second++) {
            assertThat(take(second, 1)).isEqualTo("backlog" + second);
        }

        // its oldest has waited for 100 s, but a record of another tenant that comes now still goes first
        add("fresh", "small", Urgency.NORMAL, 100);
        assertThat(List.of(take(100, 1), take(101, 1))).contains("fresh");
    }

    @Test
    void tenants_take_turns_however_much_one_of_them_sends() {
        for (int record = 0; record < 100; record++) {
            add("big" + record, "big", Urgency.NORMAL, 0);
        }
        add("small0", "small", Urgency.NORMAL, 1);
        add("small1", "small", Urgency.NORMAL, 1);

        assertThat(served(2).subList(0, 5)).containsExactly("big0", "small0", "big1", "small1", "big2");
    }

    @Test
    void who_was_away_has_saved_nothing_up() {
        for (int record = 0; record < 50; record++) {
            add("busy" + record, "busy", Urgency.NORMAL, 0);
        }
        for (int record = 0; record < 30; record++) {
            var unused = take(1, 1);
        }
        add("back0", "back", Urgency.NORMAL, 31);
        add("back1", "back", Urgency.NORMAL, 31);
        add("back2", "back", Urgency.NORMAL, 31);

        assertThat(served(32).subList(0, 4)).containsOnlyOnce("back0", "back1").doesNotContain("back2");
    }

    @Test
    void what_is_not_eligible_is_passed_over_and_keeps_its_place() {
        add("busy", "acme", Urgency.NORMAL, 0);
        add("free", "acme", Urgency.NORMAL, 0);

        assertThat(queue.poll(at(1), item -> !item.equals("busy")))
                .map(Grant::item)
                .contains("free");
        assertThat(queue.poll(at(1), item -> !item.equals("busy"))).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(served(1)).containsExactly("busy");
    }

    @Test
    void only_the_one_whose_turn_it_is_is_asked_whether_it_may_be_taken() {
        for (int tenant = 0; tenant < 10; tenant++) {
            add("of " + tenant, "tenant " + tenant, Urgency.NORMAL, tenant);
        }
        List<String> asked = new ArrayList<>();

        assertThat(queue.poll(at(10), asked::add)).map(Grant::item).contains("of 0");

        assertThat(asked).containsExactly("of 0");
    }

    @Test
    void the_next_best_of_all_tenants_goes_if_the_best_may_not() {
        add("busy", "acme", Urgency.HIGH, 0);
        add("low", "acme", Urgency.LOW, 0);
        add("late", "bolt", Urgency.NORMAL, 2);
        add("early", "coil", Urgency.NORMAL, 1);

        assertThat(queue.poll(at(3), item -> !item.equals("busy")))
                .map(Grant::item)
                .contains("early");
    }

    @Test
    void what_could_not_be_taken_up_has_its_place_again_and_cost_nothing() {
        add("first", "acme", Urgency.NORMAL, 0);
        add("second", "acme", Urgency.NORMAL, 0);
        add("other", "bolt", Urgency.NORMAL, 0);
        Grant<String> first = queue.poll(at(2), any -> true).orElseThrow();
        queue.giveBack(first);

        assertThat(served(3)).containsExactly("first", "other", "second");
    }

    @Test
    void what_is_put_back_goes_before_what_came_after_it() {
        add("first", "acme", Urgency.NORMAL, 0);
        add("second", "acme", Urgency.NORMAL, 1);
        Grant<String> first = queue.poll(at(2), any -> true).orElseThrow();
        queue.settle(first, Duration.ofSeconds(1));
        queue.add(first.item(), first.entitlement());

        assertThat(served(3)).containsExactly("first", "second");
    }

    @Test
    void what_matches_is_taken_out() {
        add("a1", "acme", Urgency.NORMAL, 0);
        add("b1", "bolt", Urgency.HIGH, 0);
        add("a2", "acme", Urgency.LOW, 0);

        assertThat(queue.removeIf(item -> item.startsWith("a"))).containsExactlyInAnyOrder("a1", "a2");
        assertThat(queue.size("acme")).isZero();
        assertThat(served(0)).containsExactly("b1");
    }

    @Test
    void shares_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new FairShares(Duration.ZERO, Map.of())).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new FairShares(AGEING, Map.of("acme", 0.0))).hasMessageContaining("acme");
        assertThatThrownBy(() -> new FairShares(AGEING, Map.of("acme", Double.NaN)))
                .hasMessageContaining("acme");
    }

    // The simulator: workers, tenants that keep them busy, virtual time

    @Test
    void worker_time_follows_the_weights_whatever_the_records_cost() {
        queue = new FairQueue<>(new FairShares(AGEING, Map.of("double", 2.0)));
        Simulation simulation = new Simulation(queue, 4, 1);
        simulation.flood("double", 20_000, random -> 0.1);
        simulation.flood("quick", 20_000, random -> 0.05);
        simulation.flood("slow", 20_000, random -> 5);
        simulation.flood("mixed", 20_000, random -> random.nextInt(10) == 0 ? 10 : 0.01);

        simulation.runUntil(Duration.ofMinutes(20));

        double all = 4 * 20 * 60;
        assertThat(simulation.workerSeconds("double") / all).isCloseTo(2 / 5.0, within(0.02));
        assertThat(simulation.workerSeconds("quick") / all).isCloseTo(1 / 5.0, within(0.02));
        assertThat(simulation.workerSeconds("slow") / all).isCloseTo(1 / 5.0, within(0.02));
        assertThat(simulation.workerSeconds("mixed") / all).isCloseTo(1 / 5.0, within(0.02));
    }

    @Test
    void small_tenants_hardly_notice_a_large_one() {
        Simulation alone = new Simulation(new FairQueue<>(new FairShares(AGEING, Map.of())), 4, 2);
        Simulation beside = new Simulation(new FairQueue<>(new FairShares(AGEING, Map.of())), 4, 2);
        for (Simulation simulation : List.of(alone, beside)) {
            for (int tenant = 0; tenant < 10; tenant++) {
                simulation.flood("small" + tenant, 10, random -> 1);
            }
        }
        beside.flood("large", 10_000, random -> 1);

        alone.runUntil(Duration.ofHours(1));
        beside.runUntil(Duration.ofHours(1));

        assertThat(beside.longestWait("small"))
                .isLessThan(alone.longestWait("small").multipliedBy(2));
    }

    @Test
    void nobody_starves_under_a_flood_of_more_urgent_records() {
        Simulation simulation = new Simulation(queue, 2, 3);
        simulation.add("patient", "acme", Urgency.LOW, 1);
        for (int second = 0; second < 600; second++) {
            simulation.add("urgent" + second + "a", "acme", Urgency.HIGH, 2);
            simulation.add("urgent" + second + "b", "bolt", Urgency.HIGH, 2);
            simulation.runUntil(Duration.ofSeconds(second));
        }

        assertThat(simulation.longestWait("patient"))
                .isBetween(AGEING.multipliedBy(2), AGEING.multipliedBy(2).plusSeconds(5));
    }

    @Test
    void nothing_is_lost_or_served_twice_in_any_order_of_calls() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Set<String> inside = new HashSet<>();
        Map<String, Grant<String>> running = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            Instant now = START.plusMillis(step * 10L);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    String item = "r" + step;
                    Urgency urgency = List.of(Urgency.values()).get(random.nextInt(3));
                    queue.add(item, new Entitlement("t" + random.nextInt(5), urgency, now));
                    inside.add(item);
                }
                case 2, 3 -> {
                    int kind = random.nextInt(4);
                    boolean choice = inside.stream().anyMatch(item -> item.hashCode() % 4 != kind);
                    Optional<Grant<String>> next = queue.poll(now, item -> item.hashCode() % 4 != kind);
                    next.ifPresent(grant -> {
                        assertThat(inside.remove(grant.item())).as(grant.item()).isTrue();
                        running.put(grant.item(), grant);
                    });
                    assertThat(next.isPresent()).as("step " + step).isEqualTo(choice);
                }
                default -> {
                    if (random.nextInt(50) == 0) {
                        List<String> gone = queue.removeIf(item -> item.endsWith("7"));
                        assertThat(inside.removeAll(gone) || gone.isEmpty()).isTrue();
                    } else if (!running.isEmpty()) {
                        Grant<String> grant = List.copyOf(running.values()).getFirst();
                        running.remove(grant.item(), grant);
                        queue.settle(grant, Duration.ofMillis(random.nextInt(5000)));
                    }
                }
            }
            assertThat(queue.size()).as("step " + step + ", seed " + seed).isEqualTo(inside.size());
        }
        assertThat(new HashSet<>(served(1_000_000))).isEqualTo(inside);
    }

    private void add(String item, String tenant, Urgency urgency, int second) {
        queue.add(item, new Entitlement(tenant, urgency, at(second)));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private String take(int second, int cost) {
        Grant<String> grant = queue.poll(at(second), any -> true).orElseThrow();
        queue.settle(grant, Duration.ofSeconds(cost));
        return grant.item();
    }

    /** Everything that waits, in the order in which it is served; each takes a second. */
    private List<String> served(int second) {
        List<String> served = new ArrayList<>();
        while (queue.size() > 0) {
            served.add(take(second, 1));
        }
        return served;
    }

    /** Workers that serve a queue in virtual time. */
    private static final class Simulation {
        private final FairQueue<String> queue;
        private final int workers;
        private final Random random;
        private final PriorityQueue<Work> busy = new PriorityQueue<>(Comparator.comparing(Work::end));
        private final Map<String, Double> costs = new HashMap<>();
        private final Map<String, Double> used = new HashMap<>();
        private final Map<String, Duration> waits = new HashMap<>();
        private Instant now = START;

        private record Work(Grant<String> grant, Instant begin, Instant end) {}

        Simulation(FairQueue<String> queue, int workers, long seed) {
            this.queue = queue;
            this.workers = workers;
            this.random = new Random(seed);
        }

        void flood(String tenant, int records, ToDoubleFunction<Random> seconds) {
            for (int record = 0; record < records; record++) {
                add(tenant + "-" + record, tenant, Urgency.NORMAL, seconds.applyAsDouble(random));
            }
        }

        void add(String item, String tenant, Urgency urgency, double seconds) {
            costs.put(item, seconds);
            queue.add(item, new Entitlement(tenant, urgency, now));
        }

        void runUntil(Duration time) {
            Instant end = START.plus(time);
            startAll();
            while (!busy.isEmpty() && !busy.element().end().isAfter(end)) {
                Work done = busy.remove();
                now = done.end();
                Duration took = Duration.between(done.begin(), done.end());
                used.merge(done.grant().entitlement().tenant(), took.toNanos() / 1e9, Double::sum);
                queue.settle(done.grant(), took);
                startAll();
            }
            now = end;
        }

        private void startAll() {
            while (busy.size() < workers) {
                Optional<Grant<String>> next = queue.poll(now, any -> true);
                if (next.isEmpty()) {
                    return;
                }
                Grant<String> grant = next.get();
                waits.put(grant.item(), Duration.between(grant.entitlement().since(), now));
                busy.add(new Work(grant, now, now.plusNanos((long) (costs.getOrDefault(grant.item(), 0.0) * 1e9))));
            }
        }

        double workerSeconds(String tenant) {
            return used.getOrDefault(tenant, 0.0);
        }

        Duration longestWait(String prefix) {
            return waits.entrySet().stream()
                    .filter(wait -> wait.getKey().startsWith(prefix))
                    .map(Map.Entry::getValue)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
