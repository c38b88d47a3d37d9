package dev.rushes.analysis.gemini.domain;

import dev.rushes.gemini.domain.Money;
import dev.rushes.gemini.domain.PriceSheet;
import dev.rushes.gemini.domain.PriceSheet.Line;
import dev.rushes.gemini.domain.PriceSheet.Term;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What tokens cost, by model and day: a {@link PriceSheet} with prices in micro-dollars for a million tokens (0.30 dollars are 300000).
 *
 * @param date day of the list
 * @param prices in the order of the list
 */
public record PriceList(LocalDate date, List<Price> prices) {
    private static final String COLUMNS = "input,audio,cached,output";

    public PriceList {
        prices = List.copyOf(prices);
    }

    /** What one model costs for a time. */
    public record Price(Term term, long input, long audio, long cached, long output) {

        static Price of(Line line) {
            return new Price(line.term(), line.number(0), line.number(1), line.number(2), line.number(3));
        }

        public String model() {
            return term.model();
        }

        /** Money for a call, in micro-dollars, rounded up once. */
        public long of(TokenUsage usage) {
            long plain = Math.max(0, usage.prompt() - usage.cached() - usage.audio());
            return Money.of(plain, input)
                    .plus(Money.of(usage.audio(), audio))
                    .plus(Money.of(usage.cached(), cached))
                    .plus(Money.of(usage.output(), output))
                    .microDollars();
        }

        /** Most that a call can cost, in micro-dollars. */
        public long most(long inputTokens, long outputTokens) {
            return Money.of(inputTokens, Math.max(input, audio))
                    .plus(Money.of(outputTokens, output))
                    .microDollars();
        }
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if a line is none
     */
    public static PriceList parse(String text) {
        PriceSheet sheet = PriceSheet.parse(text, COLUMNS);
        return new PriceList(sheet.date(), sheet.prices(Price::of));
    }

    /** The price of a model on a day; of several names that fit, the longest. */
    public Optional<Price> find(String model, LocalDate day) {
        return PriceSheet.nearest(
                prices.stream().filter(price -> price.term().holds(model, day)).toList(), Price::term);
    }

    /** For a model that is not on the list: no call can be dearer than the dearest. */
    public Price dearest() {
        return prices.stream()
                .max(Comparator.comparingLong(Price::output))
                .orElseThrow(() -> new IllegalStateException("Expected a price list with prices, but it is empty"));
    }
}
