package dev.rushes.ingest.quota;

import dev.rushes.ingest.quota.domain.Limit;
import dev.rushes.ingest.quota.domain.Limits;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What a tenant may have that no operator has set limits for; what is absent is unlimited.
 *
 * @param jobs jobs that are not over
 * @param bytes bytes stored: footage, chunks and films of all jobs
 * @param minutes minutes of footage in a day (UTC)
 * @param money millionths of money in a day (UTC)
 * @param promise how long a promise counts whose job does not show up in the ledger
 */
@Validated
@ConfigurationProperties(prefix = "rushes.quotas", ignoreUnknownFields = false)
public record QuotaSettings(
        @Nullable @Min(0) Long jobs,
        @Nullable DataSize bytes,
        @Nullable @Min(0) Long minutes,
        @Nullable @Min(0) Long money,
        @DefaultValue("10m") Duration promise) {

    Limits limits() {
        return Limits.NONE
                .with(Limit.JOBS, of(jobs))
                .with(Limit.BYTES, bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.toBytes()))
                .with(Limit.MINUTES, of(minutes))
                .with(Limit.MONEY, of(money));
    }

    private static OptionalLong of(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
