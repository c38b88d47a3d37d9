package dev.rushes.runtime.kafka;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of whoever looks at dead letters and replays them, under {@code rushes.dead-letters}.
 *
 * @param scanRecords most records that one question reads; then the answer says that it is not complete, or has a cursor to go on with
 * @param scanTime longest time that one question reads; the same
 * @param groups most failures that are told apart; letters of further ones are counted together
 * @param replayRecords most letters of one call
 * @param replayBytes most bytes of letters that one call holds in memory
 * @param replayTime longest time of one call; then it stops between two letters, and the report says how to go on
 * @param replayRate most letters a second; a call may ask for less
 * @param acknowledgement longest wait for one letter's replay; then nobody knows, and the call stops
 * @param maxCycles replays of one record, and new runs of one job by replays; then they are refused
 * @param rememberedReplays letters that are remembered as replayed; the longest ago are forgotten first
 * @param previewBytes bytes of a value, key or header that are shown when they can't be read
 * @param maxJson most characters of a value that is shown as JSON
 */
@Validated
@ConfigurationProperties(prefix = "rushes.dead-letters", ignoreUnknownFields = false)
public record DeadLetterSettings(
        @DefaultValue("20000") @Min(1) int scanRecords,
        @DefaultValue("10s") Duration scanTime,
        @DefaultValue("200") @Min(1) int groups,
        @DefaultValue("200") @Min(1) @Max(10_000) int replayRecords,
        @DefaultValue("32MB") DataSize replayBytes,
        @DefaultValue("20s") Duration replayTime,
        @DefaultValue("20") @Positive double replayRate,
        @DefaultValue("15s") Duration acknowledgement,
        @DefaultValue("5") @Min(1) int maxCycles,
        @DefaultValue("100000") @Min(1) int rememberedReplays,
        @DefaultValue("512") @Min(1) int previewBytes,
        @DefaultValue("262144") @Min(1) int maxJson) {}
