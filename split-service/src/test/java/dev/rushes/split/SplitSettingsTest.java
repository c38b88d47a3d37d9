package dev.rushes.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class SplitSettingsTest {

    @Test
    void hasDefaults() {
        SplitSettings settings = bind(Map.of());

        assertThat(settings.localChunkLength()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.remoteChunkLength()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.mostChunks()).isEqualTo(5000);
        assertThat(settings.mostPackets()).isEqualTo(4_000_000);
        assertThat(settings.policy().timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.toolLimits().output()).isEqualTo(DataSize.ofGigabytes(64));
    }

    @Test
    void bindsEveryName() {
        SplitSettings settings = bind(Map.ofEntries(
                Map.entry("rushes.split.local-chunk-length", "5s"),
                Map.entry("rushes.split.remote-chunk-length", "30s"),
                Map.entry("rushes.split.shortest-chunk", "2s"),
                Map.entry("rushes.split.longest-chunk", "2m"),
                Map.entry("rushes.split.most-chunks", "7"),
                Map.entry("rushes.split.most-packets", "1000"),
                Map.entry("rushes.split.largest-manifest", "1MB"),
                Map.entry("rushes.split.concurrency", "1"),
                Map.entry("rushes.split.attempts", "5"),
                Map.entry("rushes.split.backoff-base", "1s"),
                Map.entry("rushes.split.backoff-cap", "9s"),
                Map.entry("rushes.split.timeout", "10m"),
                Map.entry("rushes.split.tool-time", "9m"),
                Map.entry("rushes.split.tool-memory", "1GB"),
                Map.entry("rushes.split.tool-output", "2GB")));

        assertThat(settings)
                .isEqualTo(new SplitSettings(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(2),
                        7,
                        1000,
                        DataSize.ofMegabytes(1),
                        1,
                        5,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(9),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(9),
                        DataSize.ofGigabytes(1),
                        DataSize.ofGigabytes(2)));
    }

    @Test
    void refusesANameThatDoesNotExist() {
        assertThatThrownBy(() -> bind(Map.of("rushes.split.chunk-lenght", "5s")))
                .rootCause()
                .hasMessageContaining("chunk-lenght");
    }

    private static SplitSettings bind(Map<String, String> properties) {
        AtomicReference<SplitSettings> settings = new AtomicReference<>();
        new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .withPropertyValues(properties.entrySet().stream()
                        .map(property -> property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new))
                .run(context -> settings.set(context.getBean(SplitSettings.class)));
        return settings.get();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SplitSettings.class)
    static class Properties {}
}
