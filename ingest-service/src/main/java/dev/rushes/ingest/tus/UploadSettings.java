package dev.rushes.ingest.tus;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of resumable uploads. How many bytes an upload may have is {@code rushes.ingest.max-bytes}.
 *
 * @param expiry how long an upload waits for more bytes; then it is removed
 * @param kept how long a complete upload is known; then its record is removed, and its bytes too if they belong to no job
 * @param turnTimeout longest wait for another request to let go of an upload; then the answer is 423
 * @param lease how long a silent instance keeps an upload to itself, after which any other may go on
 * @param window in each window of this length {@code windowBytes} must come in, or the request is ended; what came is kept
 * @param windowBytes least bytes of a window
 * @param writers most requests that bring bytes to one instance at once; one more is answered with 503
 * @param writersPerClient most of them from one address of one tenant
 * @param origins pages of which other sites may upload, such as {@code https://studio.example}; {@code *} is every site
 * @param sweepInterval how often expired uploads are looked for, and complete ones whose end was interrupted
 * @param sweepBatch most uploads that are removed or finished in one go
 */
@Validated
@ConfigurationProperties(prefix = "rushes.uploads", ignoreUnknownFields = false)
public record UploadSettings(
        @DefaultValue("24h") Duration expiry,
        @DefaultValue("7d") Duration kept,
        @DefaultValue("20s") Duration turnTimeout,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("60s") Duration window,
        @DefaultValue("16KB") DataSize windowBytes,
        @DefaultValue("256") @Min(1) int writers,
        @DefaultValue("64") @Min(1) int writersPerClient,
        @DefaultValue Set<String> origins,
        @DefaultValue("30s") Duration sweepInterval,
        @DefaultValue("100") @Min(1) @Max(10_000) int sweepBatch) {}
