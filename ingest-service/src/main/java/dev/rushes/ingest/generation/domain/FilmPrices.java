package dev.rushes.ingest.generation.domain;

import dev.rushes.gemini.domain.Money;
import dev.rushes.gemini.domain.PriceSheet;
import dev.rushes.gemini.domain.PriceSheet.Line;
import dev.rushes.gemini.domain.PriceSheet.Term;
import dev.rushes.ingest.domain.FilmWish;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What films cost, by model, day and resolution: a {@link PriceSheet} with the tokens of a second of film, then prices in micro-dollars: for a million
 * tokens sent, for a million tokens of words, for a million tokens of film, and for a second of film where the service counts no tokens.
 *
 * @param date day of the list
 * @param prices in the order of the list
 */
public record FilmPrices(LocalDate date, List<Price> prices) {
    private static final String COLUMNS = "resolution,tokens,input,text,film,second";
    private static final int ADDED = 1_000;

    public FilmPrices {
        prices = List.copyOf(prices);
    }

    /** What one model takes for one resolution, for a time. */
    public record Price(
            Term term, String resolution, long tokensPerSecond, long input, long text, long film, long second) {

        static Price of(Line line) {
            return new Price(
                    line.term(),
                    line.rest().getFirst(),
                    line.number(1),
                    line.number(2),
                    line.number(3),
                    line.number(4),
                    line.number(5));
        }

        public String model() {
            return term.model();
        }

        private boolean holds(String name, String lines, LocalDate day) {
            return resolution.equals(lines) && term.holds(name, day);
        }

        /** What a film can cost, in micro-dollars, rounded up once. A letter is never more than a token; the service adds some of its own. */
        public Quote quote(FilmWish wish) {
            long sent = wish.text().length() + ADDED;
            long made = wish.seconds() * tokensPerSecond;
            return new Quote(
                    tokensPerSecond == 0 ? 0 : sent,
                    made,
                    Money.of(sent, input).plus(Money.of(made, film)).microDollars() + wish.seconds() * second);
        }

        /** What a film did cost, in micro-dollars, rounded up once. */
        public long of(FilmUsage usage) {
            return Money.of(Math.max(0, usage.input()), input)
                    .plus(Money.of(Math.max(0, usage.output()), usage.film() ? film : text))
                    .plus(Money.of(Math.max(0, usage.thoughts()), text))
                    .microDollars();
        }
    }

    /** What a film should cost. */
    public record Quote(long tokensIn, long tokensOut, long microDollars) {
        public long tokens() {
            return tokensIn + tokensOut;
        }
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if a line is none
     */
    public static FilmPrices parse(String text) {
        PriceSheet sheet = PriceSheet.parse(text, COLUMNS);
        return new FilmPrices(sheet.date(), sheet.prices(Price::of));
    }

    /** The price of a model on a day; of several names that fit, the longest. Empty for a model that is not on the list. */
    public Optional<Price> find(String model, String resolution, LocalDate day) {
        return PriceSheet.nearest(
                prices.stream()
                        .filter(price -> price.holds(model, resolution, day))
                        .toList(),
                Price::term);
    }
}
