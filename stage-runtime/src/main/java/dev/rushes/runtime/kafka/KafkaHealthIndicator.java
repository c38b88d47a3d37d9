package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when Kafka has acknowledged no sign of life for several intervals. It asks nobody, and so costs nothing and never blocks. */
final class KafkaHealthIndicator implements HealthIndicator {
    private final Heartbeats heartbeats;
    private final int missed;

    /** @param missed intervals without an acknowledgement after which Kafka counts as away */
    KafkaHealthIndicator(Heartbeats heartbeats, int missed) {
        this.heartbeats = heartbeats;
        this.missed = missed;
    }

    @Override
    public Health health() {
        Optional<Duration> silence = heartbeats.silence();
        if (silence.isEmpty()) {
            return Health.outOfService()
                    .withDetail("acknowledged", "never since the start")
                    .build();
        }
        boolean away = silence.get().compareTo(heartbeats.interval().multipliedBy(missed)) > 0;
        return (away ? Health.down() : Health.up())
                .withDetail("acknowledged", silence.get().toMillis() + " ms ago")
                .build();
    }
}
