package dev.rushes.campaigns.cluster;

import dev.rushes.campaigns.stub.StubService;
import dev.rushes.runtime.kafka.FixedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Service processes, each with all five stages. */
public final class Services implements AutoCloseable {
    /** A service that is stopped longer than this is taken for dead by its groups. */
    public static final Duration SESSION = Duration.ofSeconds(10);

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration END = Duration.ofSeconds(40);
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final String bootstrapServers;
    private final Path folder;
    private final Map<String, Network.Node> nodes = new TreeMap<>();
    private final Map<String, JavaProcess> processes = new TreeMap<>();
    private final Map<String, Integer> starts = new TreeMap<>();
    private volatile Protocol protocol = Protocol.CLASSIC;

    /** How the groups agree on who reads what. */
    public enum Protocol {
        CLASSIC,
        CONSUMER
    }

    /** @param names one for each service that will ever run */
    public Services(Network network, String bootstrapServers, Path folder, List<String> names) {
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
        names.forEach(name -> nodes.put(name, network.add(name)));
        try {
            for (String each : List.of("effects", "meters", StubService.ARTIFACTS)) {
                Files.createDirectories(folder.resolve(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For services that start from now on. */
    public void use(Protocol next) {
        protocol = next;
    }

    public Network.Node node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    /** Starts a service; does not wait until it is ready. */
    public synchronized void launch(String name) {
        int start = starts.merge(name, 1, Integer::sum);
        String worker = name + "." + start;
        Path log = folder.resolve("logs").resolve(worker + ".log");
        processes.put(name, JavaProcess.start(node(name), options(), StubService.class, arguments(worker), log));
    }

    /** The first service that ends in order leaves its loaded classes for the others, which halves the cost of their starts. */
    private List<String> options() {
        List<String> options = new ArrayList<>(JVM);
        options.add("-XX:+AutoCreateSharedArchive");
        options.add("-XX:SharedArchiveFile=" + folder.resolve("service.jsa").toAbsolutePath());
        options.add("-Xlog:cds=off");
        options.add("-Xlog:cds+dynamic=off");
        return options;
    }

    public void awaitReady(String name) {
        process(name).awaitReady(START);
    }

    private List<String> arguments(String worker) {
        List<String> arguments = new ArrayList<>(List.of(
                "--campaign.folder=" + folder.toAbsolutePath(),
                "--campaign.name=" + worker,
                "--rushes.kafka.worker=" + worker,
                "--rushes.kafka.bootstrap-servers=" + bootstrapServers,
                "--rushes.kafka.serializer=" + FixedRegistry.Encoder.class.getName(),
                "--rushes.kafka.deserializer=" + FixedRegistry.Decoder.class.getName(),
                "--rushes.kafka.replication=3",
                "--rushes.kafka.group-protocol=" + protocol,
                "--rushes.runtime.drain=3s"));
        if (protocol == Protocol.CLASSIC) {
            // The newer protocol has its session time at the brokers.
            arguments.add("--rushes.kafka.client.session.timeout.ms=" + SESSION.toMillis());
            arguments.add("--rushes.kafka.client.heartbeat.interval.ms=2000");
        }
        return arguments;
    }

    public void kill(String name) {
        process(name).kill();
    }

    public void stop(String name) {
        process(name).stop();
    }

    public void goOn(String name) {
        process(name).goOn();
    }

    /** SIGTERM; whether it ended by itself. */
    public boolean end(String name) {
        return process(name).end(END);
    }

    private synchronized JavaProcess process(String name) {
        return Optional.ofNullable(processes.get(name)).orElseThrow();
    }

    private synchronized List<JavaProcess> all() {
        return List.copyOf(processes.values());
    }

    @Override
    public void close() {
        all().parallelStream().filter(JavaProcess::isAlive).forEach(process -> {
            process.goOn();
            boolean unused = process.end(END);
        });
    }
}
