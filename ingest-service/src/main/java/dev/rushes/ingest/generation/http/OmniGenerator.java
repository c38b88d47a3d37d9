package dev.rushes.ingest.generation.http;

import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.VideoGenerator;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.Offer;
import dev.rushes.ingest.generation.domain.OrderEnd;
import dev.rushes.ingest.generation.wire.OmniWire;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** Gemini Omni over the Interactions API. */
public final class OmniGenerator implements VideoGenerator {
    /** Name in settings and in the record of purchases. */
    public static final String NAME = "omni";

    private static final String INTERACTIONS = "/v1beta/interactions";

    private final ServiceCalls calls;
    private final Offer offer;

    public OmniGenerator(ServiceCalls calls, String model) {
        this.calls = calls;
        this.offer = offer(model);
    }

    /** What the model makes. */
    public static Offer offer(String model) {
        TreeSet<Integer> seconds = IntStream.rangeClosed(FilmWish.SHORTEST, FilmWish.LONGEST)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        return new Offer(NAME, model, Map.of("360p", seconds, "720p", seconds, "1080p", seconds));
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Mono<OrderEnd> order(FilmWish wish) {
        return calls.order(INTERACTIONS, OmniWire.order(offer.model(), wish), OmniWire::ordered);
    }

    @Override
    public Mono<Look> look(String operation) {
        return calls.look(INTERACTIONS + "/" + operation, OmniWire::look);
    }

    @Override
    public Mono<Void> forget(String operation) {
        return calls.delete(INTERACTIONS + "/" + operation);
    }
}
