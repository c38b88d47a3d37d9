package dev.rushes.embedded;

import java.util.List;

/**
 * One Kafka node as a process of its own: {@code java … dev.rushes.embedded.KafkaNodeProcess id=1 cluster=… folder=… node=1@host:port:port …}.
 * It prints {@code ready} when it accepts clients, ends in order on SIGTERM, and survives {@code kill -9}: start it again with the same
 * arguments.
 */
public final class KafkaNodeProcess {
    private KafkaNodeProcess() {}

    /** @param arguments what {@link KafkaNodeSettings#arguments} writes */
    public static void main(String... arguments) {
        KafkaNode node = KafkaNode.start(KafkaNodeSettings.of(List.of(arguments)));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "kafka-node-end"));
        System.out.println("ready");
        node.awaitEnd();
    }
}
