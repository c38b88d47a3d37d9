package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.Due;
import reactor.core.publisher.Mono;

/** Where deliveries are posted for the stage. */
public interface Postbox {

    /**
     * Posts one delivery; to post it again has the effect of once.
     *
     * @return completes when it is stored for good; an error means that nobody knows, so post it again
     */
    Mono<Void> post(Due due);
}
