package dev.rushes.ingest.check;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The self-check, under {@code rushes.check}.
 *
 * @param interval time between two looks
 * @param limit longest time of one look at one thing; then it counts as broken
 * @param scarceDisk free room below which somebody should make more
 * @param leastDisk free room below which films are expected to fail
 * @param clockSkew difference from the clock of Postgres from which on links, deadlines and webhooks suffer
 */
@Validated
@ConfigurationProperties(prefix = "rushes.check", ignoreUnknownFields = false)
public record CheckSettings(
        @DefaultValue("30s") Duration interval,
        @DefaultValue("5s") Duration limit,
        @DefaultValue("10GB") DataSize scarceDisk,
        @DefaultValue("1GB") DataSize leastDisk,
        @DefaultValue("2s") Duration clockSkew) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    public CheckSettings {
        if (interval.compareTo(SHORTEST) < 0 || limit.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("Expected an interval and a limit of at least " + SHORTEST + ", but got "
                    + interval + " and " + limit);
        }
    }
}
