package dev.rushes.gemini.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list of prices as it is shipped: text that people mend. Every line begins with {@code model,from,until}, and what follows is for who reads it to say.
 * One line {@code date,2026-11-29} tells the day of the list; lines that begin with # are for people.
 *
 * @param date day of the list; that of the epoch if it tells none
 * @param lines in their order
 */
public record PriceSheet(LocalDate date, List<Line> lines) {
    private static final String DATE = "date,";
    private static final int TERM = 3;

    public PriceSheet {
        lines = List.copyOf(lines);
    }

    /**
     * What a price is for.
     *
     * @param model name, or how names of a family begin
     * @param from first day
     * @param until day after the last; {@link LocalDate#MAX} if none is known
     */
    public record Term(String model, LocalDate from, LocalDate until) {

        /** Whether it is for this model, on this day. */
        public boolean holds(String name, LocalDate day) {
            return name.startsWith(model) && !day.isBefore(from) && day.isBefore(until);
        }
    }

    /**
     * A line.
     *
     * @param rest its further columns, as many as were expected
     */
    public record Line(Term term, List<String> rest) {
        public Line {
            rest = List.copyOf(rest);
        }

        /** @throws NumberFormatException if there is no whole number in the column; the first of the rest is 0 */
        public long number(int column) {
            return Long.parseLong(rest.get(column));
        }
    }

    /**
     * Reads a list.
     *
     * @param rest names of the columns behind {@code model,from,until}, with commas between them
     * @throws IllegalArgumentException if a line is none; it names the columns that were expected
     * @throws java.time.format.DateTimeParseException if a day is none
     */
    public static PriceSheet parse(String text, String rest) {
        int columns = TERM + rest.split(",", -1).length;
        List<Line> lines = new ArrayList<>();
        LocalDate date = LocalDate.EPOCH;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith(DATE)) {
                date = LocalDate.parse(line.substring(DATE.length()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                List<String> words = List.of(line.split(",", -1));
                if (words.size() != columns) {
                    throw new IllegalArgumentException(
                            "Expected model,from,until," + rest + ", but got \"" + line + "\"");
                }
                lines.add(new Line(term(words), words.subList(TERM, columns)));
            }
        }
        return new PriceSheet(date, lines);
    }

    private static Term term(List<String> words) {
        return new Term(
                words.get(0),
                LocalDate.parse(words.get(1)),
                words.get(2).isEmpty() ? LocalDate.MAX : LocalDate.parse(words.get(2)));
    }

    /** All lines, as prices of some kind. */
    public <P> List<P> prices(Function<Line, P> price) {
        return lines.stream().map(price).toList();
    }

    /** The one whose model is named most exactly. */
    public static <P> Optional<P> nearest(List<P> fitting, Function<P, Term> term) {
        return fitting.stream()
                .max(Comparator.comparingInt(price -> term.apply(price).model().length()));
    }
}
