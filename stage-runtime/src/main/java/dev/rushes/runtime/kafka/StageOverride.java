package dev.rushes.runtime.kafka;

import dev.rushes.runtime.stage.Revoked;
import dev.rushes.runtime.stage.StagePolicy;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this instance does otherwise than the stage's own policy says. Absent values leave the policy as it is.
 *
 * @param concurrency records handled at a time
 * @param attempts tries before a record is given up
 * @param backoffBase longest wait before the second try
 * @param backoffCap longest wait before any try
 * @param timeout longest time of one try
 * @param totalTime longest time from the first failure to the last try
 * @param revoked what becomes of running work when its partition goes to another instance
 * @param waits waits before the second try, the third and so on
 */
public record StageOverride(
        @Nullable @Min(1) Integer concurrency,
        @Nullable @Min(1) Integer attempts,
        @Nullable Duration backoffBase,
        @Nullable Duration backoffCap,
        @Nullable Duration timeout,
        @Nullable Duration totalTime,
        @Nullable Revoked revoked,
        @Nullable List<Duration> waits) {

    static final StageOverride NONE = new StageOverride(null, null, null, null, null, null, null, null);

    StagePolicy applyTo(StagePolicy policy) {
        return new StagePolicy(
                concurrency == null ? policy.concurrency() : concurrency,
                policy.order(),
                attempts == null ? policy.attempts() : attempts,
                backoffBase == null ? policy.backoffBase() : backoffBase,
                backoffCap == null ? policy.backoffCap() : backoffCap,
                timeout == null ? policy.timeout() : timeout,
                totalTime == null ? policy.totalTime() : totalTime,
                revoked == null ? policy.revoked() : revoked,
                waits == null ? policy.waits() : waits);
    }
}
