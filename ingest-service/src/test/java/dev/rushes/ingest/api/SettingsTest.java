package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.ingest.links.LinkSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {

    @Test
    void theDefaultsAreThoseThatTheManualNames() {
        ApiSettings settings = bind("rushes.api", ApiSettings.class, Map.of());

        assertThat(settings.maxDocument().toKilobytes()).isEqualTo(64);
        assertThat(settings.publishTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.streams().max()).isEqualTo(10_000);
        assertThat(settings.streams().perCaller()).isEqualTo(100);
        assertThat(settings.streams().heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.streams().pause()).isEqualTo(Duration.ofMillis(200));
        assertThat(bind("rushes.links", LinkSettings.class, Map.of()).lifetime())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void everyLimitCanBeSet() {
        ApiSettings settings = bind(
                "rushes.api",
                ApiSettings.class,
                Map.of(
                        "rushes.api.max-document",
                        "1MB",
                        "rushes.api.streams.max",
                        "7",
                        "rushes.api.streams.patience",
                        "2s"));

        assertThat(settings.maxDocument().toMegabytes()).isEqualTo(1);
        assertThat(settings.streams().max()).isEqualTo(7);
        assertThat(settings.streams().patience()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aTypoFailsTheStart() {
        assertThatThrownBy(() -> bind("rushes.api", ApiSettings.class, Map.of("rushes.api.max-documents", "1MB")))
                .isInstanceOf(BindException.class);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }
}
