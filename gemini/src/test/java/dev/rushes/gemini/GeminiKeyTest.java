package dev.rushes.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a key comes from, and where it may go. */
class GeminiKeyTest {
    @TempDir
    Path folder;

    @Test
    void aKeyComesFromAFileOrTheEnvironmentAndMustLookLikeOne() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "from-file\n");
        Map<String, String> environment = Map.of(GeminiKey.VARIABLE, "from-environment");

        assertThat(GeminiKey.find(file, environment).orElseThrow().reveal()).isEqualTo("from-file");
        assertThat(GeminiKey.find(null, environment).orElseThrow().reveal()).isEqualTo("from-environment");
        assertThat(GeminiKey.find(null, Map.of(GeminiKey.VARIABLE, " "))).isEmpty();
        assertThatThrownBy(() -> GeminiKey.find(null, Map.of(GeminiKey.VARIABLE, "two words")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("two words");
        assertThatThrownBy(() -> GeminiKey.find(folder.resolve("none"), environment))
                .hasMessageContaining("rushes.gemini.key-file");
    }

    @Test
    void aKeyGoesOverHttpsOnlyUnlessToThisMachine() {
        for (String fine : new String[] {"https://example.com", "http://127.0.0.1:8090", "http://localhost"}) {
            assertThat(GeminiAddress.checked(URI.create(fine), "x")).hasToString(fine);
        }
        for (String bad : new String[] {"http://example.com", "ftp://127.0.0.1", "https:///path", "example.com"}) {
            assertThatThrownBy(() -> GeminiAddress.checked(URI.create(bad), "rushes.x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rushes.x");
        }
    }
}
