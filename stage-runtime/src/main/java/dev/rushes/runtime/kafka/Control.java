package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlCommand;
import reactor.core.publisher.Mono;

/** Asks every instance to do something: cancel a job or change its urgency, hold a lane; and, until further notice, pause or resume a stage or set its concurrency. */
public interface Control {

    /**
     * Publishes one command: what concerns a job or the hold of a lane on {@code rushes.control}, an order to a stage on {@code rushes.orders}, where it stands until
     * another one about the same matter comes.
     *
     * @return completes when Kafka has acknowledged it; instances act within a second of that
     * @throws IllegalArgumentException if an order names no stage
     */
    Mono<Void> command(ControlCommand command);
}
