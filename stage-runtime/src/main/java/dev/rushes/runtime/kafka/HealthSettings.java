package dev.rushes.runtime.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When an instance counts as ready, under {@code rushes.health}.
 *
 * @param pollAge time since the last poll from which on a poll loop counts as hanging; then the instance is down
 * @param stuckAfter time for which a record may hold back commits until the health page says so; the instance stays up
 */
@Validated
@ConfigurationProperties(prefix = "rushes.health", ignoreUnknownFields = false)
public record HealthSettings(
        @DefaultValue("45s") Duration pollAge,
        @DefaultValue("30m") Duration stuckAfter) {}
