package dev.rushes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every record can read every other (FULL_TRANSITIVE), so that services of different ages work together and old topics stay
 * readable. The committed versions are in {@code src/test/history/<record>/<number>.avsc}.
 */
class SchemaHistoryTest {
    private static final Path HISTORY = Path.of("src", "test", "history");

    static Stream<Schema> records() {
        return Contracts.now().values().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyCommittedVersionReadsTheCurrentOneAndTheOtherWayRound(Schema now) throws IOException {
        for (Path version : versions(now)) {
            Schema then = new Schema.Parser().parse(version.toFile());
            assertThat(problems(then, now))
                    .as("%s against %s", now.getName(), version)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void theCurrentVersionIsCommitted(Schema now) throws IOException {
        List<Path> versions = versions(now);
        if (Boolean.getBoolean("rushes.schemas.commit") && !isCommitted(now, versions)) {
            Path next = HISTORY.resolve(now.getFullName()).resolve("%04d.avsc".formatted(versions.size() + 1));
            Files.createDirectories(next.getParent());
            Files.writeString(next, now.toString(true) + "\n");
            versions = versions(now);
        }
        assertThat(isCommitted(now, versions))
                .as(
                        "the schema of %s has changed: write its new version with"
                                + " \"mvn -pl schemas test -Drushes.schemas.commit=true\" and commit it",
                        now.getName())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    a new field without a default        | {"name":"b","type":"string"}
                    a field that changes its type        | {"name":"a","type":"long"}
                    a field of another name              | {"name":"c","type":"string"}
                    """)
    void aChangeThatWouldBreakSomebodyIsFound(String change, String field) {
        Schema then = record("{\"name\":\"a\",\"type\":\"string\"}");
        Schema now = record(change.startsWith("a new") ? "{\"name\":\"a\",\"type\":\"string\"}," + field : field);

        assertThat(problems(then, now)).as(change).isNotEmpty();
    }

    @Test
    void aNewFieldWithADefaultBreaksNobody() {
        Schema then = record("{\"name\":\"a\",\"type\":\"string\"}");
        Schema now =
                record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"string\",\"default\":\"\"}");

        assertThat(problems(then, now)).isEmpty();
    }

    private static boolean isCommitted(Schema now, List<Path> versions) throws IOException {
        return !versions.isEmpty()
                && new Schema.Parser().parse(versions.getLast().toFile()).equals(now);
    }

    private static List<String> problems(Schema then, Schema now) {
        List<String> problems = new ArrayList<>();
        for (var pair : List.of(List.of(then, now), List.of(now, then))) {
            var result = SchemaCompatibility.checkReaderWriterCompatibility(pair.getFirst(), pair.getLast());
            if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
                problems.add(result.getResult().getIncompatibilities().toString());
            }
        }
        return problems;
    }

    private static List<Path> versions(Schema schema) throws IOException {
        Path folder = HISTORY.resolve(schema.getFullName());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }
}
