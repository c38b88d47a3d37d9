package dev.rushes.ingest.generation;

import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.Offer;
import dev.rushes.ingest.generation.domain.OrderEnd;
import reactor.core.publisher.Mono;

/** Somebody who makes films from words, for money, and takes some time. Whatever the service or the network does comes as a value, never as an error. */
public interface VideoGenerator {

    /** What it makes. */
    Offer offer();

    /**
     * Asks for a film. Each subscription is one request, which is sent once and may be paid whatever is answered.
     *
     * @return within a time of its own; what can't be told to be unpaid is {@link OrderEnd.Lost}
     */
    Mono<OrderEnd> order(FilmWish wish);

    /** Looks how far it is. Costs nothing. */
    Mono<Look> look(String operation);

    /** Asks the service to forget what was ordered, as far as it offers that; whether it does is not told. */
    Mono<Void> forget(String operation);
}
