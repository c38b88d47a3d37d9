package dev.rushes.runtime.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The looks at the queues of the stages, under {@code rushes.queues}; whoever serves the API takes them.
 *
 * @param interval time between two looks
 * @param window time over which the throughput is counted
 */
@Validated
@ConfigurationProperties(prefix = "rushes.queues", ignoreUnknownFields = false)
record QueueSettings(
        @DefaultValue("5s") Duration interval,
        @DefaultValue("1m") Duration window) {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    QueueSettings {
        if (interval.compareTo(SHORTEST) < 0 || window.compareTo(interval) < 0) {
            throw new IllegalArgumentException("Expected an interval of at least " + SHORTEST
                    + " and a window that is no shorter, but got " + interval + " and " + window);
        }
    }
}
