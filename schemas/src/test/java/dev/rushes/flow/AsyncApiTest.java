package dev.rushes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds docs/asyncapi.yaml against the flow and the schemas: each topic and each record is in it, and every reference leads somewhere. */
class AsyncApiTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path FILE = DOCS.resolve("asyncapi.yaml");
    private static final Path HISTORY = Path.of("src", "test", "history");
    private static final Pattern SCHEMA = Pattern.compile("\\.\\./schemas/src/test/history/([\\w.]+)/(\\d+)\\.avsc");

    private static String text = "";
    private static Map<?, ?> document = Map.of();

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(FILE);
        if (Boolean.getBoolean("rushes.schemas.commit")) {
            text = SCHEMA.matcher(text)
                    .replaceAll(match -> Matcher.quoteReplacement(
                            "../schemas/src/test/history/" + match.group(1) + "/" + newest(match.group(1))));
            Files.writeString(FILE, text);
        }
        document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    @Test
    void everyTopicIsAChannelAndEveryChannelIsATopic() {
        Set<String> topics =
                new TreeSet<>(Set.of(Flow.EVENTS, Flow.CONTROL, Flow.ORDERS, Flow.LEASES, Flow.WORKERS, Flow.AUDIT));
        for (FlowStage stage : FlowStage.values()) {
            topics.addAll(List.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic()));
        }
        Set<String> addresses = map(document, "channels").values().stream()
                .map(channel -> String.valueOf(((Map<?, ?>) channel).get("address")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(addresses).isEqualTo(topics);
    }

    @Test
    void everyStageTakesWhatItsChannelCarries() {
        Map<String, Set<String>> carried = new TreeMap<>();
        map(document, "channels").forEach((name, channel) -> {
            Set<String> messages = new TreeSet<>();
            map(channel, "messages").keySet().forEach(message -> messages.add(String.valueOf(message)));
            carried.put(String.valueOf(((Map<?, ?>) channel).get("address")), messages);
        });
        for (FlowStage stage : FlowStage.values()) {
            Set<String> taken = Flow.of(stage).takes().stream()
                    .map(Class::getSimpleName)
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String topic : List.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic())) {
                assertThat(carried.get(topic)).as(topic).isEqualTo(taken);
            }
        }
    }

    @Test
    void everyRecordIsAMessageWithItsNewestSchema() {
        Map<String, String> schemas = new TreeMap<>();
        map(map(document, "components"), "messages").forEach((name, message) -> {
            Matcher reference = SCHEMA.matcher(
                    String.valueOf(map(map(message, "payload"), "schema").get("$ref")));
            assertThat(reference.matches()).as("schema of %s", name).isTrue();
            assertThat(reference.group(1)).endsWith("." + name);
            schemas.put(reference.group(1), reference.group(2) + ".avsc");
        });

        assertThat(schemas.keySet()).isEqualTo(new TreeSet<>(Contracts.now().keySet()));
        schemas.forEach((name, version) -> assertThat(version)
                .as("newest schema of %s; run \"mvn -pl schemas test -Drushes.schemas.commit=true\"", name)
                .isEqualTo(newest(name)));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#/")) {
                assertThat(at(reference.substring(2).split("/"))).as(reference).isPresent();
            } else {
                assertThat(DOCS.resolve(reference)).exists();
            }
        });
    }

    @Test
    void everyConsumerGroupHasTheNameOfItsTopicOrIsOfAFeed() {
        Set<String> groups = new HashSet<>();
        Matcher group =
                Pattern.compile("groupId: \\{type: string, const: ([\\w.-]+)}").matcher(text);
        while (group.find()) {
            groups.add(group.group(1));
        }
        Set<String> expected = Stream.of(FlowStage.values())
                .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic()))
                .collect(Collectors.toSet());
        expected.addAll(
                List.of("rushes.ledger", "rushes.webhook-feed", "rushes.timeline-erasures", "rushes.audit-trail"));
        assertThat(groups).isEqualTo(expected);
    }

    private static String newest(String record) {
        try (Stream<Path> versions = Files.list(HISTORY.resolve(record))) {
            return versions.map(version -> version.getFileName().toString())
                    .sorted()
                    .reduce((_, later) -> later)
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(Object node, String name) {
        return (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) node).get(name), name);
    }

    private static Optional<Object> at(String... path) {
        Optional<Object> node = Optional.of(document);
        for (String name : path) {
            node = node.map(here -> here instanceof Map<?, ?> map ? map.get(name) : null);
        }
        return node;
    }

    private static void collect(Object node, List<String> references) {
        switch (node) {
            case Map<?, ?> map -> {
                Object reference = map.get("$ref");
                if (reference != null) {
                    references.add(reference.toString());
                }
                map.values().forEach(value -> collect(value, references));
            }
            case Collection<?> list -> list.forEach(value -> collect(value, references));
            case null, default -> {}
        }
    }
}
