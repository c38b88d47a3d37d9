package dev.rushes.benchmarks.broker;

import dev.rushes.benchmarks.machine.Child;
import dev.rushes.benchmarks.machine.Leash;
import dev.rushes.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The embedded broker in a process of its own, so that its CPU time is told apart from that of its clients. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Child child;
    private final String bootstrapServers;

    private BrokerProcess(Child child, String bootstrapServers) {
        this.child = child;
        this.bootstrapServers = bootstrapServers;
    }

    /** @param folder for its log and the log of its errors; must exist */
    public static BrokerProcess start(Path folder) {
        Child child = Child.java(
                BrokerProcess.class, List.of(folder.resolve("kafka").toString()), folder.resolve("broker.log"));
        return new BrokerProcess(child, child.await("READY", START));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public double cpuSeconds() {
        return child.cpuSeconds();
    }

    @Override
    public void close() {
        child.close();
    }

    /** The child. */
    public static void main(String[] arguments) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]))) {
            Leash.say("READY " + kafka.bootstrapServers());
            Leash.awaitEnd();
        }
        System.exit(0);
    }
}
