package dev.rushes.ingest.generation.domain;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One film that was bought, or is about to be. A run of a job has at most one.
 *
 * @param id follows from job and run
 * @param job job and run that it was bought for
 * @param state how far it is
 * @param generator who sold it, such as "omni"
 * @param model model that makes it
 * @param operation what the service calls it; empty as long as there is no answer
 * @param film where the film can be fetched
 * @param times when what happened
 * @param bill what it costs
 * @param end why there is no film, or what is odd about it
 */
public record Purchase(
        UUID id,
        Owner job,
        PurchaseState state,
        String generator,
        String model,
        String operation,
        Optional<URI> film,
        Times times,
        Bill bill,
        Ending end) {

    /** Whose it is. */
    public record Owner(String tenant, UUID job, int run) {}

    /**
     * @param intended when somebody was about to ask
     * @param ordered when the service took it
     * @param doubted since when the service does not know it; empty if it does
     */
    public record Times(Instant intended, Optional<Instant> ordered, Optional<Instant> doubted) {}

    /**
     * @param code failure code; empty as long as it is not over
     * @param message a sentence for people
     */
    public record Ending(String code, String message) {
        public static final Ending NONE = new Ending("", "");
    }

    /** A new one. */
    public static Purchase intended(UUID id, Owner job, Offer offer, Bill bill, Instant now) {
        return new Purchase(
                id,
                job,
                PurchaseState.INTENDED,
                offer.generator(),
                offer.model(),
                "",
                Optional.empty(),
                new Times(now, Optional.empty(), Optional.empty()),
                bill,
                Ending.NONE);
    }

    /** When it was bought, as far as anybody knows. */
    public Instant since() {
        return times.ordered().orElse(times.intended());
    }
}
