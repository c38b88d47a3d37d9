package dev.rushes.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class RenderSettingsTest {

    @Test
    void everythingHasADefault() {
        RenderSettings settings = bind(Map.of());

        assertThat(settings)
                .isEqualTo(new RenderSettings(
                        Duration.ofHours(1),
                        2000,
                        Duration.ofHours(2),
                        Duration.ofHours(4),
                        DataSize.ofGigabytes(4),
                        DataSize.ofGigabytes(16),
                        2,
                        "veryfast",
                        21,
                        33,
                        5,
                        Duration.ofSeconds(30),
                        480,
                        12));
    }

    @Test
    void everythingCanBeSet() {
        RenderSettings settings = bind(Map.ofEntries(
                Map.entry("rushes.render.max-length", "10m"),
                Map.entry("rushes.render.max-clips", "7"),
                Map.entry("rushes.render.run-time", "3m"),
                Map.entry("rushes.render.run-cpu", "6m"),
                Map.entry("rushes.render.memory", "1GB"),
                Map.entry("rushes.render.max-size", "100MB"),
                Map.entry("rushes.render.threads", "1"),
                Map.entry("rushes.render.preset", "slow"),
                Map.entry("rushes.render.crf", "18"),
                Map.entry("rushes.render.vp9-crf", "30"),
                Map.entry("rushes.render.vp9-speed", "8"),
                Map.entry("rushes.render.gif-max-length", "5s"),
                Map.entry("rushes.render.gif-size", "320"),
                Map.entry("rushes.render.gif-frame-rate", "10")));

        assertThat(settings)
                .isEqualTo(new RenderSettings(
                        Duration.ofMinutes(10),
                        7,
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(6),
                        DataSize.ofGigabytes(1),
                        DataSize.ofMegabytes(100),
                        1,
                        "slow",
                        18,
                        30,
                        8,
                        Duration.ofSeconds(5),
                        320,
                        10));
    }

    @Test
    void aTypoFailsTheStart() {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("rushes.render.thread=1")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aPresetThatX264DoesNotHaveFailsTheStart() {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("rushes.render.preset=-vf movie=x")
                .run(context -> assertThat(context).hasFailed());
    }

    private static RenderSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rushes.render", RenderSettings.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RenderSettings.class)
    static class Settings {}
}
