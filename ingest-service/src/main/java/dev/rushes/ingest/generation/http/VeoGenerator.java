package dev.rushes.ingest.generation.http;

import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.VideoGenerator;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.Offer;
import dev.rushes.ingest.generation.domain.OrderEnd;
import dev.rushes.ingest.generation.wire.VeoWire;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/** Veo's long-running operations. The service has no way to forget one; it does so by itself after two days. */
public final class VeoGenerator implements VideoGenerator {
    /** Name in settings and in the record of purchases. */
    public static final String NAME = "veo";

    private final ServiceCalls calls;
    private final Offer offer;

    public VeoGenerator(ServiceCalls calls, String model) {
        this.calls = calls;
        this.offer = offer(model);
    }

    /** What the model makes. */
    public static Offer offer(String model) {
        return new Offer(
                NAME, model, Map.of("720p", new TreeSet<>(List.of(4, 6, 8)), "1080p", new TreeSet<>(List.of(8))));
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Mono<OrderEnd> order(FilmWish wish) {
        return calls.order(
                "/v1beta/models/" + offer.model() + ":predictLongRunning", VeoWire.order(wish), VeoWire::ordered);
    }

    @Override
    public Mono<Look> look(String operation) {
        return calls.look("/v1beta/" + operation, VeoWire::look);
    }

    @Override
    public Mono<Void> forget(String operation) {
        return Mono.empty();
    }
}
