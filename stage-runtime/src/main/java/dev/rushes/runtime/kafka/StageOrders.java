package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import java.util.OptionalInt;
import reactor.core.publisher.Mono;

/**
 * Orders to a stage that hold on every instance, also on one that starts much later, until another order about the same matter comes. Each
 * of the methods completes when Kafka has acknowledged the order; instances act within a second of that. An error means that nobody knows
 * whether it was stored: give it again, which changes nothing if it was.
 */
public interface StageOrders {

    /**
     * Takes up nothing new. What runs is finished; the instances keep polling, so that no partition moves.
     *
     * @param reason who asked and why, for the log
     */
    Mono<Void> pause(FlowStage stage, String reason);

    /** Takes up work again. */
    Mono<Void> resume(FlowStage stage, String reason);

    /**
     * Sets how much each instance does at a time, whatever its settings say.
     *
     * @param records at least 1
     */
    Mono<Void> setConcurrency(FlowStage stage, int records, String reason);

    /** Gives each instance the concurrency of its settings back. */
    Mono<Void> resetConcurrency(FlowStage stage, String reason);

    /** What stands for a stage, as far as this instance has heard. Never blocks. */
    Standing standing(FlowStage stage);

    /**
     * The orders that stand for a stage.
     *
     * @param paused whether nothing new is to be taken up
     * @param concurrency records at a time on each instance; empty leaves it to each instance's settings
     */
    record Standing(boolean paused, OptionalInt concurrency) {
        static final Standing NONE = new Standing(false, OptionalInt.empty());

        Standing withPaused(boolean value) {
            return new Standing(value, concurrency);
        }

        Standing withConcurrency(OptionalInt value) {
            return new Standing(paused, value);
        }
    }
}
