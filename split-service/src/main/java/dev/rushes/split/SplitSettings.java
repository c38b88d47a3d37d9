package dev.rushes.split;

import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.split.domain.ChunkLengths;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the split.
 *
 * @param localChunkLength wanted length of a chunk for the analyzer on this machine
 * @param remoteChunkLength wanted length of a chunk for other analyzers
 * @param shortestChunk least length that a job may ask for; less is raised to it
 * @param longestChunk greatest length that a job may ask for; more is cut to it
 * @param mostChunks most video chunks of one job; longer footage gets longer chunks
 * @param mostPackets most packets of the picked tracks; more fails the job as over the limit. Each takes 17 bytes of heap, 8 more while it is planned
 * @param largestManifest most bytes of a chunk manifest
 * @param concurrency jobs split at a time on each instance
 * @param attempts tries before a record is dead-lettered
 * @param backoffBase longest wait before the second try
 * @param backoffCap longest wait before any try
 * @param timeout longest time of one try
 * @param toolTime longest time of one run of ffmpeg, on the clock and of processors
 * @param toolMemory most address space of one run of ffmpeg
 * @param toolOutput largest file that one run of ffmpeg may write
 */
@Validated
@ConfigurationProperties(prefix = "rushes.split", ignoreUnknownFields = false)
public record SplitSettings(
        @DefaultValue("10s") Duration localChunkLength,
        @DefaultValue("60s") Duration remoteChunkLength,
        @DefaultValue("1s") Duration shortestChunk,
        @DefaultValue("10m") Duration longestChunk,
        @DefaultValue("5000") @Min(1) @Max(10_000) int mostChunks,
        @DefaultValue("4000000") @Min(1) int mostPackets,
        @DefaultValue("8MB") DataSize largestManifest,
        @DefaultValue("2") @Min(1) int concurrency,
        @DefaultValue("3") @Min(1) int attempts,
        @DefaultValue("2s") Duration backoffBase,
        @DefaultValue("1m") Duration backoffCap,
        @DefaultValue("30m") Duration timeout,
        @DefaultValue("25m") Duration toolTime,
        @DefaultValue("4GB") DataSize toolMemory,
        @DefaultValue("64GB") DataSize toolOutput) {

    ChunkLengths chunkLengths() {
        return new ChunkLengths(localChunkLength, remoteChunkLength, shortestChunk, longestChunk);
    }

    StagePolicy policy() {
        return new StagePolicy(concurrency, JobOrder.ANY, attempts, backoffBase, backoffCap, timeout);
    }

    ToolLimits toolLimits() {
        return new ToolLimits(toolTime, toolTime, toolMemory, toolOutput);
    }
}
