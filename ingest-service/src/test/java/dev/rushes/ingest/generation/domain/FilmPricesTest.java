package dev.rushes.ingest.generation.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.ingest.domain.FilmWish;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FilmPricesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final String LIST = """
            # for people
            date,2026-11-22
            film-1,2026-01-01,2026-12-01,720p,5792,1500000,9000000,17500000,0
            film-1,2026-12-01,,720p,5792,1500000,9000000,12250000,0
            film-1-fast,2026-01-01,,720p,0,0,0,0,100000
            """;

    private final FilmPrices prices = FilmPrices.parse(LIST);

    @Test
    void aPriceHoldsFromADayUntilBeforeADayAndTheLongestNameCounts() {
        assertThat(prices.date()).isEqualTo(LocalDate.of(2026, 11, 22));
        assertThat(prices.find("film-1", "720p", DAY).orElseThrow().film()).isEqualTo(17_500_000);
        assertThat(prices.find("film-1", "720p", LocalDate.of(2026, 12, 1))
                        .orElseThrow()
                        .film())
                .isEqualTo(12_250_000);
        assertThat(prices.find("film-1-fast-001", "720p", DAY).orElseThrow().second())
                .isEqualTo(100_000);
        assertThat(prices.find("film-1", "1080p", DAY)).isEmpty();
        assertThat(prices.find("other", "720p", DAY)).isEmpty();
        assertThat(prices.find("film-1", "720p", LocalDate.of(2025, 12, 31))).isEmpty();
    }

    @Test
    void aQuoteIsNeverLessThanWhatItCosts() {
        FilmPrices.Price price = prices.find("film-1", "720p", DAY).orElseThrow();
        for (int seconds = FilmWish.SHORTEST; seconds <= FilmWish.LONGEST; seconds++) {
            FilmWish wish = new FilmWish("x".repeat(2_000), seconds, "720p", "16:9");
            FilmUsage usage = new FilmUsage(2_064, 5_792L * seconds, 0, true);
            assertThat(price.quote(wish).microDollars()).isGreaterThanOrEqualTo(price.of(usage));
        }
    }

    @Test
    void moneyIsRoundedUpOnce() {
        FilmPrices.Price price = prices.find("film-1", "720p", DAY).orElseThrow();
        assertThat(price.of(new FilmUsage(1, 0, 0, true))).isEqualTo(2);
        assertThat(price.of(new FilmUsage(1, 1, 0, true))).isEqualTo(19);
        assertThat(price.of(new FilmUsage(64, 46_336, 0, true))).isEqualTo(810_976);
        // Thoughts are paid like words.
        assertThat(price.of(new FilmUsage(0, 0, 1_000, true))).isEqualTo(9_000);
        assertThat(price.of(new FilmUsage(0, 1_000, 0, false))).isEqualTo(9_000);
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatThrownBy(() -> FilmPrices.parse("film-1,2026-01-01")).hasMessageContaining("film-1,2026-01-01");
    }
}
