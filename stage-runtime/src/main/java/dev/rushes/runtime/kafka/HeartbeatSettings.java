package dev.rushes.runtime.kafka;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Signs of life on {@code rushes.workers}, under {@code rushes.heartbeat}.
 *
 * @param interval longest time between two of them; changes are told within a quarter of a second whatever this is
 * @param missed intervals of silence after which another worker counts as lost
 * @param memory how long a lost worker is shown; Kafka forgets it after a day
 */
@Validated
@ConfigurationProperties(prefix = "rushes.heartbeat", ignoreUnknownFields = false)
public record HeartbeatSettings(
        @DefaultValue("5s") Duration interval,
        @DefaultValue("3") @Min(1) int missed,
        @DefaultValue("24h") Duration memory) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public HeartbeatSettings {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "Expected a heartbeat interval from " + SHORTEST + " to " + LONGEST + ", but got " + interval);
        }
    }
}
