package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final int SEEDS = 3_000;
    private static final long BURST = 20;
    private static final long FLOW = 60;
    private static final long WINDOW = 1_000;

    /**
     * Claims are often far too high, corrected late, and followed by a rush. Whatever is taken in any time t is fewer than burst + flow * t, counted
     * by what the calls really cost when they were made.
     */
    @Test
    void corrections_in_any_order_never_let_through_more_than_the_bound() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            Allowance bucket = new Allowance(BURST, FLOW, WINDOW, 4, 0);
            bucket.own(4, 0);
            List<long[]> calls = new ArrayList<>();
            Map<Allowance.Charge, Long> open = new HashMap<>();
            long now = 0;
            for (int step = 0; step < 200; step++) {
                boolean rush = step / 20 % 2 == 1;
                now += rush ? 0 : random.nextInt(100);
                bucket.advance(now);
                if (random.nextInt(20) == 0) {
                    bucket.own(random.nextInt(5), now);
                }
                long most = 1 + random.nextLong(5);
                if (random.nextInt(3) > 0 && bucket.when(most) <= now) {
                    long cost = rush ? most : 0;
                    calls.add(new long[] {now, cost});
                    open.put(bucket.charge(most), cost);
                }
                if (!open.isEmpty() && (rush || random.nextInt(4) == 0)) {
                    Allowance.Charge charge = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
                    bucket.settle(charge, open.getOrDefault(charge, 0L));
                    open.remove(charge);
                }
            }
            check("seed " + seed, calls);
        }
    }

    @Test
    void a_correction_in_time_makes_the_bucket_as_if_the_claim_had_been_right() {
        Allowance corrected = new Allowance(BURST, FLOW, WINDOW, 1, 0);
        Allowance right = new Allowance(BURST, FLOW, WINDOW, 1, 0);
        corrected.own(1, 0);
        right.own(1, 0);
        corrected.advance(200);
        right.advance(200);
        Allowance.Charge tooHigh = corrected.charge(10);
        Allowance.Charge exact = right.charge(4);
        corrected.advance(250);
        right.advance(250);
        corrected.settle(tooHigh, 4);
        right.settle(exact, 4);

        assertThat(corrected.available()).isEqualTo(right.available()).isEqualTo(11);
    }

    private static void check(String what, List<long[]> calls) {
        for (int first = 0; first < calls.size(); first++) {
            long tokens = 0;
            for (int last = first; last < calls.size(); last++) {
                tokens += calls.get(last)[1];
                long time = calls.get(last)[0] - calls.get(first)[0];
                if (tokens * WINDOW > BURST * WINDOW + FLOW * time) {
                    throw new AssertionError("Expected at most " + BURST + " tokens and " + FLOW + " a second in "
                            + time + " ms, but got " + tokens + ", " + what);
                }
            }
        }
    }
}
