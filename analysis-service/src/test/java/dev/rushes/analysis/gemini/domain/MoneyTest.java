package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.gemini.domain.PriceList.Price;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static final PriceList LIST = PriceList.parse("""
            # model,from,until,input,audio,cached,output
            date,2026-11-22
            flash,2026-01-01,2027-01-01,750000,750000,75000,3750000
            flash,2027-01-01,,1500000,1500000,150000,7500000
            flash-lite,2026-01-01,,300000,600000,30000,2500000
            """);

    @Test
    void aPriceHoldsUntilTheDayBeforeTheNext() {
        assertThat(LIST.find("flash", LocalDate.of(2026, 12, 31)).orElseThrow().input())
                .isEqualTo(750_000);
        assertThat(LIST.find("flash", LocalDate.of(2027, 1, 1)).orElseThrow().input())
                .isEqualTo(1_500_000);
        assertThat(LIST.find("flash", LocalDate.of(2025, 1, 1))).isEmpty();
    }

    @Test
    void theLongestNameThatFitsCounts() {
        assertThat(LIST.find("flash-lite-001", LocalDate.of(2026, 12, 1))
                        .orElseThrow()
                        .model())
                .isEqualTo("flash-lite");
    }

    @Test
    void eachKindOfTokenHasItsPriceAndTheSumIsRoundedUpOnce() {
        Price price = LIST.find("flash-lite", LocalDate.of(2026, 12, 1)).orElseThrow();

        long money = price.of(new TokenUsage(1001, 100, 300, OptionalLong.of(500), 70, 31));

        // 601 plain at 0.3, 300 of sound at 0.6, 100 cached at 0.03, 101 out at 2.5: 180.3 + 180 + 3 + 252.5
        assertThat(money).isEqualTo(616);
    }

    @Test
    void aLineThatIsNoneIsRefused() {
        assertThatThrownBy(() -> PriceList.parse("flash,2026-01-01")).hasMessageContaining("Expected model,from");
    }

    @Test
    void thePriceListThatWeShipCanBeReadAndNamesTheDefaults() {
        PriceList shipped = ShippedPrices.read();

        for (String model : new String[] {"gemini-3.5-flash-lite", "gemini-3.8-flash", "gemini-3.1-flash-lite"}) {
            assertThat(shipped.find(model, shipped.date())).isPresent();
        }
    }

    @Test
    void allChunksTogetherNeverGetMoreThanTheBudget() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 1000; round++) {
            long budget = random.nextLong(1_000_000);
            int chunks = 1 + random.nextInt(50);
            long length = 0;
            long[] lengths = new long[chunks];
            for (int i = 0; i < chunks; i++) {
                lengths[i] = 1 + random.nextLong(60_000);
                length += lengths[i];
            }
            long sum = 0;
            for (long its : lengths) {
                sum += 2
                        * Allowance.of(OptionalLong.of(budget), its, length, 2)
                                .microDollars()
                                .orElseThrow();
            }
            assertThat(sum).as("round " + round).isLessThanOrEqualTo(budget);
        }
    }

    @Test
    void anAnswerOfTheAllowedLengthCanAlwaysBePaid() {
        SplittableRandom random = new SplittableRandom(8);
        Price price = LIST.find("flash", LocalDate.of(2026, 12, 1)).orElseThrow();
        for (int round = 0; round < 1000; round++) {
            long budget = random.nextLong(40_000);
            long spent = random.nextLong(20_000);
            long input = random.nextLong(10_000);
            OptionalInt room = new Allowance(OptionalLong.of(budget)).room(spent, price, input, 8192);
            if (room.isPresent()) {
                TokenUsage most = new TokenUsage(input, 0, 0, OptionalLong.empty(), room.getAsInt(), 0);
                assertThat(spent + price.of(most)).as("round " + round).isLessThanOrEqualTo(budget);
            }
        }
    }

    @Test
    void withoutABudgetNothingIsRefusedAndWithoutALengthNothingIsAllowed() {
        Price price = LIST.find("flash", LocalDate.of(2026, 12, 1)).orElseThrow();

        assertThat(Allowance.of(OptionalLong.empty(), 1, 0, 1).room(1_000_000, price, 10, 500))
                .hasValue(500);
        assertThat(Allowance.of(OptionalLong.of(1_000_000), 1, 0, 1).room(0, price, 10, 8192))
                .isEmpty();
    }
}
