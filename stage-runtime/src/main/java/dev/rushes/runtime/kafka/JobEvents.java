package dev.rushes.runtime.kafka;

import dev.rushes.events.JobEvent;
import reactor.core.publisher.Mono;

/** Tells on {@code rushes.events} what happened to a job. */
public interface JobEvents {

    /**
     * Publishes one event, keyed by its job.
     *
     * @return completes when Kafka has acknowledged it; an error means that nobody knows, so tell it again with the same id
     */
    Mono<Void> tell(JobEvent event);
}
