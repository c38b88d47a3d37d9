package dev.rushes.analysis.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.AnalysisConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class GeminiSettingsTest {
    @Test
    void hasDefaultsThatEndWellWithinATry() {
        GeminiSettings settings = bind();

        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://generativelanguage.googleapis.com"));
        assertThat(settings.keyFile()).isNull();
        assertThat(settings.models())
                .containsExactly("gemini-3.5-flash-lite", "gemini-3.8-flash", "gemini-3.1-flash-lite");
        assertThat(settings.inlineLimit()).isEqualTo(DataSize.ofMegabytes(14));
        assertThat(settings.snap()).isEqualTo(Duration.ofMillis(1200));
        Duration longestCall = settings.callTime()
                .plus(settings.callTimePerSecond()
                        .multipliedBy(settings.longestPiece().toSeconds()));
        assertThat(settings.shift().plus(settings.patience()).plus(longestCall)).isLessThan(AnalysisConfiguration.TRY);
    }

    @Test
    void aChainOfModelsAndAFileAreRead() {
        GeminiSettings settings = bind("rushes.gemini.models=a-1,b.2", "rushes.gemini.key-file=/run/secrets/gemini");

        assertThat(settings.models()).isEqualTo(List.of("a-1", "b.2"));
        assertThat(settings.keyFile()).hasToString("/run/secrets/gemini");
    }

    @Test
    void theKeyIsNoSettingAndGoesNowhereInTheClear() {
        assertThat(failure("rushes.gemini.key=abc")).hasMessageContaining("rushes.gemini");
        assertThat(rootOf(failure("rushes.gemini.base-url=http://example.com"))).hasMessageContaining("https://");
        assertThat(bind("rushes.gemini.base-url=http://127.0.0.1:8090")
                        .baseUrl()
                        .getPort())
                .isEqualTo(8090);
        assertThat(rootOf(failure("rushes.gemini.models=../secret"))).hasMessageContaining("names of models");
    }

    private static GeminiSettings bind(String... properties) {
        AtomicReference<GeminiSettings> bound = new AtomicReference<>();
        runner(properties).run(context -> bound.set(context.getBean(GeminiSettings.class)));
        return bound.get();
    }

    private static Throwable failure(String... properties) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        runner(properties).run(context -> failure.set(Objects.requireNonNull(context.getStartupFailure())));
        return failure.get();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    private static ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Binding.class)
                .withPropertyValues(properties);
    }

    @EnableConfigurationProperties(GeminiSettings.class)
    static class Binding {}
}
