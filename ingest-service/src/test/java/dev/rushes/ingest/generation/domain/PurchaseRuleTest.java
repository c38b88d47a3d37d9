package dev.rushes.ingest.generation.domain;

import static dev.rushes.ingest.generation.domain.Purchases.NOW;
import static dev.rushes.ingest.generation.domain.Purchases.of;
import static dev.rushes.ingest.generation.domain.Purchases.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.generation.domain.PurchaseRule.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PurchaseRuleTest {
    private final PurchaseRule rule = new PurchaseRule(Duration.ofSeconds(90));

    @Test
    void whatWasNeverBoughtIsBought() {
        assertThat(rule.next(List.of(), 1, NOW)).isInstanceOf(Step.Buy.class);
    }

    @Test
    void anOrderThatMayBeUnderWayIsWaitedForAndThenGivenUp() {
        Purchase intended = of(1, PurchaseState.INTENDED);

        assertThat(rule.next(List.of(intended), 1, NOW.plusSeconds(89))).isEqualTo(new Step.Wait(NOW.plusSeconds(90)));
        assertThat(rule.next(List.of(intended), 1, NOW.plusSeconds(90))).isEqualTo(new Step.GiveUp(intended));
        // Also by a later run, so that whoever decides to buy again knows what they decide.
        assertThat(rule.next(List.of(intended), 2, NOW.plusSeconds(90))).isEqualTo(new Step.GiveUp(intended));
    }

    @Test
    void aRunThatHasHadItsEndDoesNotBuyAgainAndALaterOneDoes() {
        for (PurchaseState end : List.of(PurchaseState.UNKNOWN, PurchaseState.OVER)) {
            Purchase purchase = of(1, end);
            assertThat(rule.next(List.of(purchase), 1, NOW)).isEqualTo(new Step.Fail(purchase));
            assertThat(rule.next(List.of(purchase), 2, NOW)).isInstanceOf(Step.Buy.class);
        }
    }

    @Test
    void whatAnEarlierRunHasBoughtIsUsedByALaterOne() {
        Purchase running = of(1, PurchaseState.RUNNING);
        Purchase ready = of(2, PurchaseState.READY);

        assertThat(rule.next(List.of(running), 3, NOW)).isEqualTo(new Step.Look(running));
        assertThat(rule.next(List.of(running, ready), 3, NOW)).isEqualTo(new Step.Fetch(ready));
    }

    @Test
    void aRecordOfAnOldRunThatComesAgainBuysNothing() {
        Purchase later = of(3, PurchaseState.OVER);

        assertThat(rule.next(List.of(of(1, PurchaseState.OVER), later), 2, NOW)).isEqualTo(new Step.Fail(later));
    }

    /** The promise in one rule: while a purchase of the run exists, whatever its state and the time, the run does not buy. */
    @Test
    void whateverHappensARunBuysOnce() {
        Random random = new Random(7);
        for (int time = 0; time < 2_000; time++) {
            int run = 1 + random.nextInt(4);
            List<Purchase> purchases = new ArrayList<>();
            for (int each = 1; each <= run; each++) {
                PurchaseState[] states = PurchaseState.values();
                purchases.add(of(each, states[random.nextInt(states.length)]));
            }
            Instant now = NOW.plusSeconds(random.nextInt(1_000_000));
            assertThat(rule.next(purchases, run, now)).isNotInstanceOf(Step.Buy.class);
        }
    }

    @Test
    void exactlyTheBudgetIsAllowedAndWhatNobodyKnowsCountsAtItsWorst() {
        Bill bill = open(900);
        List<Purchase> before = List.of(
                of(1, PurchaseState.UNKNOWN, bill),
                of(2, PurchaseState.OVER, bill.free()),
                of(3, PurchaseState.OVER, bill.paid(1, 1, 100)));

        assertThat(PurchaseRule.overBudget(Optional.empty(), before, 500)).isEmpty();
        assertThat(PurchaseRule.overBudget(Optional.of(1_500L), before, 500)).isEmpty();
        assertThat(PurchaseRule.overBudget(Optional.of(1_499L), before, 500))
                .hasValueSatisfying(why -> assertThat(why).contains("$0.001499", "$0.0005", "$0.001"));
    }

    @Test
    void moneyIsWrittenToTheMicroDollarAndNoLongerThanNeeded() {
        assertThat(List.of(0L, 810_976L, 3_200_000L, 1_000_001L, 500L).stream().map(PurchaseRule::dollars))
                .containsExactly("$0.00", "$0.810976", "$3.20", "$1.000001", "$0.0005");
    }
}
