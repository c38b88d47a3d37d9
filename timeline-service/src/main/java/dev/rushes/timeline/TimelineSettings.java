package dev.rushes.timeline;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the timeline stage.
 *
 * @param shortestClip a clip of a film that is shorter than its footage lasts at least that long
 * @param longestClip and at most that long
 * @param findingsPerChunk most bytes of findings of one chunk; a larger document fails the job
 * @param findingsPerJob most bytes of findings of one job, which an assembly holds in memory; more fail the job
 * @param readsAtATime findings that one assembly reads at the same time
 * @param forgetAfter runs that nothing has happened to for that long leave the fan-in ledger
 * @param forgetAtMost runs to forget whenever one is finished; the rest waits for the next
 */
@Validated
@ConfigurationProperties(prefix = "rushes.timeline", ignoreUnknownFields = false)
public record TimelineSettings(
        @DefaultValue("1500ms") Duration shortestClip,
        @DefaultValue("6s") Duration longestClip,
        @DefaultValue("32MB") DataSize findingsPerChunk,
        @DefaultValue("256MB") DataSize findingsPerJob,
        @DefaultValue("4") @Min(1) @Max(64) int readsAtATime,
        @DefaultValue("30d") Duration forgetAfter,
        @DefaultValue("100") @Min(1) @Max(10_000) int forgetAtMost) {

    @AssertTrue(message = "expected 0 < shortest-clip <= longest-clip")
    public boolean isClipLengthPossible() {
        return shortestClip.isPositive() && shortestClip.compareTo(longestClip) <= 0;
    }

    @AssertTrue(message = "expected findings-per-chunk of 1 byte to 1 GB, and no more than findings-per-job")
    public boolean isFindingsLimitPossible() {
        return findingsPerChunk.toBytes() > 0
                && findingsPerChunk.toGigabytes() <= 1
                && findingsPerChunk.compareTo(findingsPerJob) <= 0;
    }

    @AssertTrue(
            message = "expected forget-after of at least 1h: a shorter time could forget a job that is still under way")
    public boolean isForgetAfterSafe() {
        return forgetAfter.compareTo(Duration.ofHours(1)) >= 0;
    }
}
