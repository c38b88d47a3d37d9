package dev.rushes.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One node of a cluster. They travel to the process of the node as arguments: see {@link #arguments} and {@link #of}.
 *
 * @param id number of this node, one of {@code nodes}
 * @param cluster identifier of the cluster, 22 characters as {@code org.apache.kafka.common.Uuid} writes them; the same for all nodes
 * @param folder where the node keeps its log; created if it does not exist
 * @param nodes all nodes of the cluster, by number
 * @param more further properties of the broker, which win over ours
 */
public record KafkaNodeSettings(
        int id, String cluster, Path folder, Map<Integer, Place> nodes, Map<String, String> more) {

    /** Where a node listens: to clients and other brokers, and to other controllers. */
    public record Place(String host, int port, int controllerPort) {}

    public KafkaNodeSettings {
        nodes = new TreeMap<>(nodes);
        more = new TreeMap<>(more);
        if (!nodes.containsKey(id)) {
            throw new IllegalArgumentException("Expected node " + id + " among the nodes, but got " + nodes.keySet());
        }
    }

    Place own() {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    /** As arguments of a program. */
    public List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(List.of("id=" + id, "cluster=" + cluster, "folder=" + folder.toAbsolutePath()));
        nodes.forEach((number, place) -> arguments.add(
                "node=" + number + "@" + place.host() + ":" + place.port() + ":" + place.controllerPort()));
        more.forEach((name, value) -> arguments.add("with=" + name + "=" + value));
        return arguments;
    }

    /**
     * What {@link #arguments} wrote.
     *
     * @throws IllegalArgumentException if something is missing or is nothing that it writes
     */
    public static KafkaNodeSettings of(List<String> arguments) {
        Map<String, String> single = new TreeMap<>();
        Map<Integer, Place> nodes = new TreeMap<>();
        Map<String, String> more = new TreeMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            switch (parts[0]) {
                case "id", "cluster", "folder" -> single.put(parts[0], value(parts));
                case "node" -> node(value(parts), nodes);
                case "with" -> {
                    String[] property = value(parts).split("=", 2);
                    more.put(property[0], value(property));
                }
                default ->
                    throw new IllegalArgumentException(
                            "Expected id=, cluster=, folder=, node= or with=, but got \"" + argument + "\"");
            }
        }
        return new KafkaNodeSettings(
                Integer.parseInt(one(single, "id")),
                one(single, "cluster"),
                Path.of(one(single, "folder")),
                nodes,
                more);
    }

    private static void node(String text, Map<Integer, Place> nodes) {
        String[] parts = text.split("[@:]", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "Expected node=<number>@<host>:<port>:<controller port>, but got \"" + text + "\"");
        }
        nodes.put(
                Integer.valueOf(parts[0]), new Place(parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3])));
    }

    private static String value(String[] parts) {
        if (parts.length < 2) {
            throw new IllegalArgumentException("Expected name=value, but got \"" + parts[0] + "\"");
        }
        return parts[1];
    }

    private static String one(Map<String, String> single, String name) {
        return Optional.ofNullable(single.get(name))
                .orElseThrow(() -> new IllegalArgumentException("Expected " + name + "=, but it is missing"));
    }
}
