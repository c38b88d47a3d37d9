package dev.rushes.ingest.cost.domain;

import dev.rushes.ingest.domain.FilmWish;

/** What it costs to have a film made from words. */
@FunctionalInterface
public interface FilmCost {
    /** Of who makes none. */
    FilmCost NONE = _ -> Made.NOTHING;

    /** @param tokens tokens to and from the model */
    record Made(long tokens, long microDollars) {
        public static final Made NOTHING = new Made(0, 0);
    }

    Made of(FilmWish wish);
}
