package dev.rushes.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One node of a Kafka cluster (KRaft), broker and controller at once, in this process, with its log on disk. Started again on the same folder
 * it goes on where it was, also after {@code kill -9}. A crash of the whole machine can lose the last seconds, since the log is
 * flushed by the operating system.
 */
final class KafkaNode implements AutoCloseable {
    private static final String CONTROLLER = "CONTROLLER";
    private static final int MOST_REPLICAS = 3;

    private final KafkaRaftServer server;

    private KafkaNode(KafkaRaftServer server) {
        this.server = server;
    }

    /** Starts the node and returns when it accepts clients, which needs a majority of the cluster. */
    static KafkaNode start(KafkaNodeSettings settings) {
        try {
            format(settings);
            KafkaRaftServer server =
                    new KafkaRaftServer(KafkaConfig.fromProps(asProperties(configuration(settings))), Time.SYSTEM);
            server.startup();
            return new KafkaNode(server);
        } catch (Exception e) {
            throw new EmbeddedFailure(
                    "Expected the embedded Kafka to start in " + settings.folder() + " as node " + settings.id()
                            + ", but: " + e.getMessage(),
                    e);
        }
    }

    void awaitEnd() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Gives a new folder its identity; leaves an old one as it is. */
    private static void format(KafkaNodeSettings settings) throws Exception {
        if (Files.exists(settings.folder().resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setSupportedFeatures(List.of(Feature.PRODUCTION_FEATURES.toArray(Feature[]::new)))
                .setNodeId(settings.id())
                .setClusterId(settings.cluster())
                .setDirectories(List.of(settings.folder().toString()))
                .setMetadataLogDirectory(settings.folder().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(CONTROLLER)
                .run();
    }

    private static Map<String, String> configuration(KafkaNodeSettings settings) {
        KafkaNodeSettings.Place own = settings.own();
        int replicas = Math.min(MOST_REPLICAS, settings.nodes().size());
        String all = Integer.toString(replicas);
        String most = Integer.toString(Math.max(1, replicas - 1));
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(settings.id()));
        properties.put("log.dirs", settings.folder().toString());
        properties.put(
                "listeners",
                "PLAINTEXT://" + own.host() + ":" + own.port() + "," + CONTROLLER + "://" + own.host() + ":"
                        + own.controllerPort());
        properties.put("advertised.listeners", "PLAINTEXT://" + own.host() + ":" + own.port());
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.put("controller.quorum.voters", voters(settings));
        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", all);
        properties.put("min.insync.replicas", most);
        properties.put("offsets.topic.replication.factor", all);
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", all);
        properties.put("transaction.state.log.min.isr", most);
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", all);
        properties.put("share.coordinator.state.topic.min.isr", most);
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // A restart after a crash must not wait for the ghosts of the consumers before it.
        properties.put("group.min.session.timeout.ms", "1000");
        properties.put("group.consumer.min.session.timeout.ms", "1000");
        properties.put("group.consumer.session.timeout.ms", "10000");
        properties.put("group.consumer.min.heartbeat.interval.ms", "1000");
        properties.put("group.consumer.heartbeat.interval.ms", "3000");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("log.segment.bytes", Integer.toString(64 << 20));
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        properties.putAll(settings.more());
        return properties;
    }

    private static String voters(KafkaNodeSettings settings) {
        return settings.nodes().entrySet().stream()
                .map(node -> node.getKey() + "@" + node.getValue().host() + ":"
                        + node.getValue().controllerPort())
                .collect(Collectors.joining(","));
    }

    private static Properties asProperties(Map<String, String> map) {
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }
}
