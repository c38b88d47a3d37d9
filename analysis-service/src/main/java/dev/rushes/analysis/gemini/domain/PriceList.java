package dev.rushes.analysis.gemini.domain;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What tokens cost, by model and day. A line is {@code model,from,until,input,audio,cached,output}: prices in micro-dollars for a million tokens
 * (0.30 dollars are 300000), from the first day until before the last; lines that begin with # are for people.
 *
 * @param date day of the list
 * @param prices in the order of the list
 */
public record PriceList(LocalDate date, List<Price> prices) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    public PriceList {
        prices = List.copyOf(prices);
    }

    /** What one model costs for a time. */
    public record Price(
            String model, LocalDate from, LocalDate until, long input, long audio, long cached, long output) {

        private boolean holds(String name, LocalDate day) {
            return name.startsWith(model) && !day.isBefore(from) && day.isBefore(until);
        }

        /** Money for a call, in micro-dollars, rounded up once. */
        public long of(TokenUsage usage) {
            long plain = Math.max(0, usage.prompt() - usage.cached() - usage.audio());
            return micros(sum(plain, input)
                    .add(sum(usage.audio(), audio))
                    .add(sum(usage.cached(), cached))
                    .add(sum(usage.output(), output)));
        }

        /** Most that a call can cost, in micro-dollars. */
        public long most(long inputTokens, long outputTokens) {
            return micros(sum(inputTokens, Math.max(input, audio)).add(sum(outputTokens, output)));
        }

        private static BigInteger sum(long tokens, long price) {
            return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
        }

        private static long micros(BigInteger millionths) {
            return millionths
                    .add(MILLION)
                    .subtract(BigInteger.ONE)
                    .divide(MILLION)
                    .longValueExact();
        }
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if a line is none
     */
    public static PriceList parse(String text) {
        List<Price> prices = new ArrayList<>();
        LocalDate date = LocalDate.EPOCH;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("date,")) {
                date = LocalDate.parse(line.substring("date,".length()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                prices.add(price(line));
            }
        }
        return new PriceList(date, prices);
    }

    private static Price price(String line) {
        String[] words = line.split(",", -1);
        if (words.length != 7) {
            throw new IllegalArgumentException(
                    "Expected model,from,until,input,audio,cached,output, but got \"" + line + "\"");
        }
        return new Price(
                words[0],
                LocalDate.parse(words[1]),
                words[2].isEmpty() ? LocalDate.MAX : LocalDate.parse(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]));
    }

    /** The price of a model on a day; of several names that fit, the longest. */
    public Optional<Price> find(String model, LocalDate day) {
        return prices.stream()
                .filter(price -> price.holds(model, day))
                .max(Comparator.comparingInt(price -> price.model().length()));
    }

    /** For a model that is not on the list: no call can be dearer than the dearest. */
    public Price dearest() {
        return prices.stream()
                .max(Comparator.comparingLong(Price::output))
                .orElseThrow(() -> new IllegalStateException("Expected a price list with prices, but it is empty"));
    }
}
