package dev.rushes.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster of one node in this process. Started again on the same folder it goes on where it was; its ports may differ from the time
 * before. See {@link KafkaNode}.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;
    private static final String HOST = "127.0.0.1";

    private final KafkaNode node;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaNode node, String bootstrapServers) {
        this.node = node;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on a free port of loopback and returns when it accepts clients.
     *
     * @param folder where its log is kept; created if it does not exist
     */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, FreePort.find());
    }

    /** The same on a port of the caller's choice, so that clients find it again after a restart. */
    public static EmbeddedKafka start(Path folder, int port) {
        KafkaNodeSettings.Place place = new KafkaNodeSettings.Place(HOST, port, FreePort.find());
        KafkaNodeSettings settings =
                new KafkaNodeSettings(NODE, Uuid.randomUuid().toString(), folder, Map.of(NODE, place), Map.of());
        return new EmbeddedKafka(KafkaNode.start(settings), HOST + ":" + place.port());
    }

    /** Address for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        node.close();
    }
}
