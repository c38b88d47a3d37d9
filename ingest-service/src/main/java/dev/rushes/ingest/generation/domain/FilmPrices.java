package dev.rushes.ingest.generation.domain;

import dev.rushes.ingest.domain.FilmWish;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What films cost, by model, day and resolution. A line is {@code model,from,until,resolution,tokens,input,text,film,second}: tokens of a second of
 * film, then prices in micro-dollars: for a million tokens sent, for a million tokens of words, for a million tokens of film, and for a second of
 * film where the service counts no tokens. Lines that begin with # are for people.
 *
 * @param date day of the list
 * @param prices in the order of the list
 */
public record FilmPrices(LocalDate date, List<Price> prices) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final int COLUMNS = 9;
    private static final int ADDED = 1_000;

    public FilmPrices {
        prices = List.copyOf(prices);
    }

    /** What one model takes for one resolution, for a time. */
    public record Price(
            String model,
            LocalDate from,
            LocalDate until,
            String resolution,
            long tokensPerSecond,
            long input,
            long text,
            long film,
            long second) {

        private boolean holds(String name, String lines, LocalDate day) {
            return name.startsWith(model) && resolution.equals(lines) && !day.isBefore(from) && day.isBefore(until);
        }

        /** What a film can cost, in micro-dollars, rounded up once. A letter is never more than a token; the service adds some of its own. */
        public Quote quote(FilmWish wish) {
            long sent = wish.text().length() + ADDED;
            long made = wish.seconds() * tokensPerSecond;
            return new Quote(
                    tokensPerSecond == 0 ? 0 : sent,
                    made,
                    micros(sum(sent, input).add(sum(made, film))) + wish.seconds() * second);
        }

        /** What a film did cost, in micro-dollars, rounded up once. */
        public long of(FilmUsage usage) {
            return micros(sum(usage.input(), input)
                    .add(sum(usage.output(), usage.film() ? film : text))
                    .add(sum(usage.thoughts(), text)));
        }

        private static BigInteger sum(long tokens, long price) {
            return BigInteger.valueOf(Math.max(0, tokens)).multiply(BigInteger.valueOf(price));
        }

        private static long micros(BigInteger millionths) {
            return millionths
                    .add(MILLION)
                    .subtract(BigInteger.ONE)
                    .divide(MILLION)
                    .longValueExact();
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
        List<Price> prices = new ArrayList<>();
        LocalDate date = LocalDate.EPOCH;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("date,")) {
                date = LocalDate.parse(line.substring("date,".length()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                prices.add(price(line));
            }
        }
        return new FilmPrices(date, prices);
    }

    private static Price price(String line) {
        String[] words = line.split(",", -1);
        if (words.length != COLUMNS) {
            throw new IllegalArgumentException(
                    "Expected model,from,until,resolution,tokens,input,text,film,second, but got \"" + line + "\"");
        }
        return new Price(
                words[0],
                LocalDate.parse(words[1]),
                words[2].isEmpty() ? LocalDate.MAX : LocalDate.parse(words[2]),
                words[3],
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]));
    }

    /** The price of a model on a day; of several names that fit, the longest. Empty for a model that is not on the list. */
    public Optional<Price> find(String model, String resolution, LocalDate day) {
        return prices.stream()
                .filter(price -> price.holds(model, resolution, day))
                .max(Comparator.comparingInt(price -> price.model().length()));
    }
}
