package dev.rushes.ingest.generation;

import dev.rushes.ingest.cost.domain.FilmCost;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.domain.FilmPrices;
import dev.rushes.ingest.generation.domain.FilmPrices.Price;
import dev.rushes.ingest.generation.domain.FilmPrices.Quote;
import dev.rushes.ingest.generation.domain.Offer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What this installation can make from words, and for how much.
 *
 * @param open whether it has a key and films are switched on
 * @param offer what its generator makes
 * @param prices what that costs
 * @param clock prices are dated
 */
public record Studio(boolean open, Offer offer, FilmPrices prices, Clock clock) {
    /** What a person reads where there is no key. */
    public static final String CLOSED =
            "Expected an installation that makes films from words, but this one has no key for it (GEMINI_API_KEY), or has it switched off (rushes.generation.enabled).";

    /** Days of the price list are days of the service. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    /** Why it will not make that film, as a sentence; empty if it will. */
    public Optional<String> objection(FilmWish wish) {
        return open ? offer.objection(wish) : Optional.of(CLOSED);
    }

    /** What a film should cost; empty for a model that is on no list. */
    public Optional<Quote> quote(FilmWish wish) {
        return price(offer.model(), wish, clock.instant()).map(price -> price.quote(wish));
    }

    /** What a film should cost, for estimates; nothing for a model that is on no list. */
    public FilmCost.Made cost(FilmWish wish) {
        return quote(wish)
                .map(quote -> new FilmCost.Made(quote.tokens(), quote.microDollars()))
                .orElse(FilmCost.Made.NOTHING);
    }

    /** The price of a film that a model was asked for at that time. */
    Optional<Price> price(String model, FilmWish wish, Instant at) {
        return prices.find(model, wish.resolution(), LocalDate.ofInstant(at, PACIFIC));
    }
}
