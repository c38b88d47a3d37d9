package dev.rushes.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class TimelineSettingsTest {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TimelineSettings.class)
    static class Bound {}

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Bound.class);

    @Test
    void bindsItsDefaults() {
        application.run(context -> assertThat(context.getBean(TimelineSettings.class))
                .isEqualTo(new TimelineSettings(
                        Duration.ofMillis(1500),
                        Duration.ofSeconds(6),
                        DataSize.ofMegabytes(32),
                        DataSize.ofMegabytes(256),
                        4,
                        Duration.ofDays(30),
                        100)));
    }

    @Test
    void bindsEveryKey() {
        application
                .withPropertyValues(
                        "rushes.timeline.shortest-clip=1s",
                        "rushes.timeline.longest-clip=9s",
                        "rushes.timeline.findings-per-chunk=1MB",
                        "rushes.timeline.findings-per-job=2MB",
                        "rushes.timeline.reads-at-a-time=2",
                        "rushes.timeline.forget-after=7d",
                        "rushes.timeline.forget-at-most=5")
                .run(context -> assertThat(context.getBean(TimelineSettings.class))
                        .isEqualTo(new TimelineSettings(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(9),
                                DataSize.ofMegabytes(1),
                                DataSize.ofMegabytes(2),
                                2,
                                Duration.ofDays(7),
                                5)));
    }

    @Test
    void refusesWhatCanNotWork() {
        for (String wrong : new String[] {
            "shortest-clip=7s",
            "shortest-clip=0s",
            "findings-per-job=1MB",
            "findings-per-chunk=3GB",
            "reads-at-a-time=0",
            "forget-after=1m",
            "forget-at-most=0",
            "longest-clips=3s"
        }) {
            application
                    .withPropertyValues("rushes.timeline." + wrong)
                    .run(context -> assertThat(context).as(wrong).hasFailed());
        }
    }
}
