package dev.rushes.benchmarks.contenders;

import java.util.function.BiFunction;

/** The ways to run a stage on Kafka, and what each promises. */
public enum Kind {
    RUNTIME("Rushes stage runtime", Guarantees.ALL, (bus, work) -> new RuntimeStage(bus, work, RuntimeStage.MOST)),
    PLAIN_LOOP(
            "plain batched loop",
            "at least once; a batch waits for its slowest, an error stops all",
            PlainLoop::silent),
    TELLING_LOOP(
            "plain loop that tells",
            "as the plain loop, and writes what ours writes: headers, and the end of the work on rushes.events",
            PlainLoop::telling),
    REACTOR_FLOW("reactor-kafka's own flow", "at least once, out of order; a stuck record stops all", ReactorFlow::new),
    PARALLEL_CONSUMER(
            "Parallel Consumer 0.5.3.3", "at least once, out of order, retry in memory", ParallelConsumer::new),
    SPRING_LISTENER("spring-kafka batch listener", "at least once; a batch waits for its slowest", SpringListener::new),
    SHARE_CONSUMER("share consumer", "at least once, acknowledged one by one; a batch waits", ShareConsumer::new);

    private final String label;
    private final String promise;
    private final BiFunction<String, Work, Contender> make;

    Kind(String label, String promise, BiFunction<String, Work, Contender> make) {
        this.label = label;
        this.promise = promise;
        this.make = make;
    }

    public String label() {
        return label;
    }

    public String promise() {
        return promise;
    }

    /** Name of the consumer group that it reads with. */
    public String group() {
        return this == RUNTIME ? Decision.INPUT : "bench-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    Contender start(String bootstrapServers, Work work) {
        return make.apply(bootstrapServers, work);
    }

    private static final class Guarantees {
        static final String ALL =
                "at least once, out of order, fair, retried with due times, dead-lettered, traced, told on rushes.events";
    }
}
