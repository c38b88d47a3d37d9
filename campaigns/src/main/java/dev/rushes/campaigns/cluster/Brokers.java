package dev.rushes.campaigns.cluster;

import dev.rushes.embedded.KafkaNodeProcess;
import dev.rushes.embedded.KafkaNodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** Three brokers, which are controllers too, each a process with a log of its own. */
public final class Brokers implements AutoCloseable {
    private static final int COUNT = 3;
    private static final Duration START = Duration.ofSeconds(90);
    private static final List<String> JVM = List.of(
            "-Xmx384m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=96m",
            "--enable-native-access=ALL-UNNAMED",
            "-Dcampaign.log=WARN");

    /** Short enough that a fault of ten seconds is noticed. */
    private static final Map<String, String> WATCHFUL = Map.ofEntries(
            Map.entry("broker.session.timeout.ms", "6000"),
            Map.entry("broker.heartbeat.interval.ms", "1000"),
            Map.entry("replica.lag.time.max.ms", "8000"),
            Map.entry("group.consumer.min.session.timeout.ms", "5000"),
            Map.entry("group.consumer.session.timeout.ms", "10000"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "1000"),
            Map.entry("group.consumer.heartbeat.interval.ms", "2000"));

    private final Path folder;
    private final Map<Integer, Network.Node> nodes = new TreeMap<>();
    private final Map<Integer, KafkaNodeSettings> settings = new TreeMap<>();
    private final Map<Integer, JavaProcess> processes = new TreeMap<>();
    private final Map<Integer, Integer> starts = new TreeMap<>();

    private Brokers(Path folder) {
        this.folder = folder;
    }

    /** Starts all of them and returns when they accept clients. */
    public static Brokers start(Network network, Path folder) {
        Brokers brokers = new Brokers(folder);
        Map<Integer, KafkaNodeSettings.Place> places = new TreeMap<>();
        Ports ports = new Ports();
        for (int id = 1; id <= COUNT; id++) {
            Network.Node node = network.add("broker-" + id);
            brokers.nodes.put(id, node);
            places.put(id, new KafkaNodeSettings.Place(node.address(), ports.next(), ports.next()));
        }
        String cluster = Uuid.randomUuid().toString();
        for (int id = 1; id <= COUNT; id++) {
            brokers.settings.put(
                    id, new KafkaNodeSettings(id, cluster, folder.resolve("broker-" + id), places, WATCHFUL));
            brokers.launch(id);
        }
        try {
            brokers.processes.values().forEach(process -> process.awaitReady(START));
            return brokers;
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return settings.values().stream()
                .map(each -> each.nodes().get(each.id()))
                .map(place -> Optional.ofNullable(place).orElseThrow())
                .map(place -> place.host() + ":" + place.port())
                .collect(Collectors.joining(","));
    }

    public List<Integer> ids() {
        return new ArrayList<>(nodes.keySet());
    }

    public Network.Node node(int id) {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    /** Starts a broker that is not running; does not wait until it is ready. */
    public synchronized void launch(int id) {
        KafkaNodeSettings its = Optional.ofNullable(settings.get(id)).orElseThrow();
        int start = starts.merge(id, 1, Integer::sum);
        Path log = folder.resolve("logs").resolve("broker-" + id + "." + start + ".log");
        processes.put(id, JavaProcess.start(node(id), JVM, KafkaNodeProcess.class, its.arguments(), log));
    }

    public void kill(int id) {
        process(id).kill();
    }

    public void stop(int id) {
        process(id).stop();
    }

    public void goOn(int id) {
        process(id).goOn();
    }

    private synchronized JavaProcess process(int id) {
        return Optional.ofNullable(processes.get(id)).orElseThrow();
    }

    /** By force: all has been read by then, and the last of three brokers can't end in order, since nobody is left to hand over to. */
    @Override
    public void close() {
        processes.values().forEach(JavaProcess::kill);
    }
}
