package dev.rushes.ingest.generation.domain;

import dev.rushes.ingest.generation.domain.FilmPrices.Price;
import dev.rushes.ingest.generation.domain.FilmPrices.Quote;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows from a look.
 *
 * @param first pause before the first look
 * @param longest longest pause between two looks; a pause is a quarter of the time that has passed
 * @param patience longest time for a film, from the purchase or from the run that asks, whichever is later
 * @param doubt how long the service may deny what it has sold
 * @param kept how long the service keeps what it made
 */
public record LookRule(Duration first, Duration longest, Duration patience, Duration doubt, Duration kept) {
    private static final int PART = 4;

    /** What to do. */
    public sealed interface Step {
        /**
         * Look again.
         *
         * @param doubted since when the service denies it; empty if it does not
         */
        record Again(Instant at, String message, Optional<Instant> doubted) implements Step {}

        /** Look again if the job is run again; this run has waited for long enough. */
        record TooSlow(String message) implements Step {}

        /** The film is there. */
        record Ready(URI film, Bill bill, String oddity) implements Step {}

        /** There is no film. */
        record Over(GenerationEnd end, Bill bill, String message) implements Step {}

        /** The key is refused. */
        record Stop(String message) implements Step {}
    }

    /** When to look first. */
    public Instant firstLook(Instant now) {
        return now.plus(first);
    }

    /**
     * Decides.
     *
     * @param quote what the film should cost, where the service does not count
     * @param price what it costs, where the service counts; empty if the model is on no list
     * @param asked when the run was asked for
     */
    public Step after(Look look, Purchase purchase, Quote quote, Optional<Price> price, Instant asked, Instant now) {
        return switch (look) {
            case Look.Making _ ->
                again(
                        purchase,
                        asked,
                        now,
                        new Step.Again(
                                now.plus(pause(purchase, now)),
                                "it has been at work for " + age(purchase, now),
                                Optional.empty()));
            case Look.Made(URI film, Optional<FilmUsage> usage, Optional<String> oddity) ->
                new Step.Ready(film, made(purchase.bill(), usage, quote, price), oddity.orElse(""));
            case Look.NoFilm(Look.Why why, String message, Optional<FilmUsage> usage) ->
                new Step.Over(GenerationEnd.of(why), unmade(purchase.bill(), usage, price), message);
            case Look.Denied denied -> denied(denied, purchase, asked, now);
            // Whoever is away neither denies nor knows: a doubt stays as old as it is, and patience goes on.
            case Look.Away(String message, Optional<Duration> wait) ->
                again(
                        purchase,
                        asked,
                        now,
                        new Step.Again(
                                now.plus(wait.orElseGet(() -> pause(purchase, now))),
                                message,
                                purchase.times().doubted()));
            case Look.KeyRefused(String message) -> new Step.Stop(message);
        };
    }

    /** That look, unless this run has waited for long enough. */
    private Step again(Purchase purchase, Instant asked, Instant now, Step.Again next) {
        Instant from = purchase.since().isAfter(asked) ? purchase.since() : asked;
        return now.isAfter(from.plus(patience)) ? new Step.TooSlow(next.message()) : next;
    }

    private Step denied(Look.Denied look, Purchase purchase, Instant asked, Instant now) {
        boolean old = !now.isBefore(purchase.since().plus(kept));
        if (look.expired() || old) {
            return new Step.Over(GenerationEnd.EXPIRED, purchase.bill(), look.message());
        }
        Instant since = purchase.times().doubted().orElse(now);
        if (!now.isBefore(since.plus(doubt))) {
            Bill bill = look.free() ? purchase.bill().free() : purchase.bill();
            return new Step.Over(GenerationEnd.FAILED, bill, look.message());
        }
        return again(
                purchase,
                asked,
                now,
                new Step.Again(now.plus(pause(purchase, now)), look.message(), Optional.of(since)));
    }

    private Duration pause(Purchase purchase, Instant now) {
        Duration part = Duration.between(purchase.since(), now).dividedBy(PART);
        if (part.compareTo(first) < 0) {
            return first;
        }
        return part.compareTo(longest) > 0 ? longest : part;
    }

    private static Bill made(Bill bill, Optional<FilmUsage> usage, Quote quote, Optional<Price> price) {
        if (price.isPresent() && usage.isPresent()) {
            return paid(bill, usage.get(), price.get());
        }
        // A service that counts and does not say what it counted has not told the price.
        boolean counts = price.filter(its -> its.second() == 0).isPresent();
        return price.isEmpty() || counts ? bill : bill.paid(0, 0, quote.microDollars());
    }

    private static Bill unmade(Bill bill, Optional<FilmUsage> usage, Optional<Price> price) {
        if (price.isPresent() && usage.isPresent()) {
            return paid(bill, usage.get(), price.get());
        }
        // By the second: nothing is paid for what was not made.
        return price.filter(its -> its.second() > 0).isPresent() ? bill.free() : bill;
    }

    private static Bill paid(Bill bill, FilmUsage usage, Price price) {
        return bill.paid(usage.input(), usage.output() + usage.thoughts(), price.of(usage));
    }

    private static String age(Purchase purchase, Instant now) {
        return Math.max(0, Duration.between(purchase.since(), now).toSeconds()) + " s";
    }
}
