package dev.rushes.ingest.erasure;

import dev.rushes.ingest.erasure.domain.ErasureRule;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How erased jobs are removed.
 *
 * @param interval how often each instance looks for erased jobs that have something left
 * @param batch most jobs that one instance takes in one go
 * @param deletions most objects that one instance deletes at once
 * @param lease how long a job is one instance's: a look that takes longer is broken off and goes on later
 * @param settle how long after the erasure a try that was under way may still store something; the last look comes after it
 * @param firstWait wait after a look that failed; each further one waits twice as long
 * @param longestWait most of that
 */
@Validated
@ConfigurationProperties(prefix = "rushes.erasure", ignoreUnknownFields = false)
public record ErasureSettings(
        @DefaultValue("5s") Duration interval,
        @DefaultValue("16") @Min(1) @Max(1_000) int batch,
        @DefaultValue("8") @Min(1) @Max(64) int deletions,
        @DefaultValue("10m") Duration lease,
        @DefaultValue("2m") Duration settle,
        @DefaultValue("5s") Duration firstWait,
        @DefaultValue("5m") Duration longestWait) {

    public ErasureSettings {
        ErasureRule unused = new ErasureRule(settle, firstWait, longestWait);
        if (!interval.isPositive() || !lease.isPositive()) {
            throw new IllegalArgumentException(
                    "Expected an interval and a lease of more than 0, but got " + interval + " and " + lease);
        }
    }

    ErasureRule rule() {
        return new ErasureRule(settle, firstWait, longestWait);
    }
}
