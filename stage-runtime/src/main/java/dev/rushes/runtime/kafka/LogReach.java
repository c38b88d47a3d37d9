package dev.rushes.runtime.kafka;

import reactor.core.publisher.Mono;

/** Whether the log can be reached right now. Each asks anew; an error says in its message what was expected. Not bounded in time. */
public interface LogReach {

    /** Asks the brokers. */
    Mono<Brokers> brokers();

    /** Asks the schema registry; the answer is its address. */
    Mono<String> registry();

    /**
     * What the brokers say.
     *
     * @param count how many there are
     * @param missingTopics topics that should be there and are not
     */
    record Brokers(int count, java.util.List<String> missingTopics) {
        public Brokers {
            missingTopics = java.util.List.copyOf(missingTopics);
        }
    }
}
