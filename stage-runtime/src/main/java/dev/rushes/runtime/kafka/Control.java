package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlCommand;
import reactor.core.publisher.Mono;

/** Asks every running instance to do something: cancel a job, pause or resume a stage, set its concurrency. */
public interface Control {

    /**
     * Publishes one command on {@code rushes.control}.
     *
     * @return completes when Kafka has acknowledged it; instances act within a second of that
     */
    Mono<Void> command(ControlCommand command);
}
