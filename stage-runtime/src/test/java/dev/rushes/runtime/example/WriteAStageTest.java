package dev.rushes.runtime.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/write-a-stage.md shows code that is compiled and tested here. */
class WriteAStageTest {
    private static final Path PAGE = Path.of("../docs/write-a-stage.md");
    private static final Path CODE = Path.of("src/test/java/dev/rushes/runtime/example");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAMED_FILE = Pattern.compile("\\]\\((\\.\\./[^)#]+)\\)");

    @Test
    void everyBlockOfCodeOnThePageIsCodeOfTheExample() throws IOException {
        String code = plain(sources());
        List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
        assertThat(blocks).allSatisfy(block -> assertThat(code).contains(plain(block)));
    }

    @Test
    void everyFileThatThePageNamesIsThere() throws IOException {
        assertThat(NAMED_FILE.matcher(Files.readString(PAGE)).results().map(named -> PAGE.resolveSibling(named.group(1))
                        .normalize()))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).exists());
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.list(CODE)) {
            return files.sorted().map(WriteAStageTest::read).collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Indentation and line breaks are the formatter's. */
    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }
}
