package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when a poll loop hangs: a consumer that does not poll looks healthy to everybody else. An instance without stages is up. */
final class StagesHealthIndicator implements HealthIndicator {
    private static final Duration TOO_OLD = Duration.ofSeconds(45);

    private final StageRunner runner;

    StagesHealthIndicator(StageRunner runner) {
        this.runner = runner;
    }

    @Override
    public Health health() {
        Map<String, Duration> ages = runner.pollAges();
        boolean hangs = ages.values().stream().anyMatch(age -> age.compareTo(TOO_OLD) > 0);
        Health.Builder health = hangs || !runner.isRunning() ? Health.down() : Health.up();
        ages.forEach((topic, age) -> health.withDetail(topic, "polled " + age.toMillis() + " ms ago"));
        return health.build();
    }
}
