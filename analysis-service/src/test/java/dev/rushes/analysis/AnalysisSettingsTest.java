package dev.rushes.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class AnalysisSettingsTest {
    private static final ApplicationContextRunner CONTEXT =
            new ApplicationContextRunner().withUserConfiguration(Binding.class);

    @Test
    void hasDefaultsThatSuitASmallMachine() {
        AnalysisSettings settings = bind();

        assertThat(settings)
                .isEqualTo(new AnalysisSettings(
                        256,
                        640,
                        3,
                        true,
                        1,
                        Duration.ofMinutes(9),
                        Duration.ofMinutes(15),
                        DataSize.ofGigabytes(2),
                        DataSize.ofMegabytes(16),
                        DataSize.ofMegabytes(32)));
        assertThat(settings.toolTime()).isLessThan(AnalysisConfiguration.POLICY.timeout());
    }

    @Test
    void everySettingHasAName() {
        AnalysisSettings settings = bind(
                "rushes.analysis.picture-side=128",
                "rushes.analysis.still-side=320",
                "rushes.analysis.stills-per-chunk=1",
                "rushes.analysis.faces=false",
                "rushes.analysis.decoder-threads=2",
                "rushes.analysis.tool-time=30s",
                "rushes.analysis.tool-processor-time=40s",
                "rushes.analysis.tool-memory=1GB",
                "rushes.analysis.still-size=1MB",
                "rushes.analysis.document-size=2MB");

        assertThat(settings)
                .isEqualTo(new AnalysisSettings(
                        128,
                        320,
                        1,
                        false,
                        2,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(40),
                        DataSize.ofGigabytes(1),
                        DataSize.ofMegabytes(1),
                        DataSize.ofMegabytes(2)));
    }

    @Test
    void aMisspelledSettingStopsTheStart() {
        assertStopped("rushes.analysis.picture-sied=128");
    }

    @Test
    void aSettingOutOfItsLimitsStopsTheStart() {
        assertStopped("rushes.analysis.picture-side=8000");
    }

    private static AnalysisSettings bind(String... properties) {
        AtomicReference<AnalysisSettings> bound = new AtomicReference<>();
        CONTEXT.withPropertyValues(properties).run(context -> bound.set(context.getBean(AnalysisSettings.class)));
        return bound.get();
    }

    private static void assertStopped(String property) {
        CONTEXT.withPropertyValues(property)
                .run(context -> assertThat(context).getFailure().hasMessageContaining("rushes.analysis"));
    }

    @EnableConfigurationProperties(AnalysisSettings.class)
    private static class Binding {}
}
