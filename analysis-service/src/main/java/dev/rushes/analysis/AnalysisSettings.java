package dev.rushes.analysis;

import dev.rushes.analysis.local.LocalLimits;
import dev.rushes.media.ffmpeg.ToolLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the analysis stage.
 *
 * @param pictureSide longer side, in pixels, of the pictures that the local detectors look at; more sees finer detail and costs more
 * @param stillSide longest side of a representative still, in pixels
 * @param stillsPerChunk most stills of one chunk
 * @param faces whether faces are looked for; who they are is never asked
 * @param decoderThreads threads of one ffmpeg; chunks are analyzed in parallel instead
 * @param toolTime longest time on the clock that one ffmpeg may take; then it is killed and the chunk is tried again
 * @param toolProcessorTime most processor time that one ffmpeg may use; then it is killed
 * @param toolMemory largest address space of one ffmpeg; then its allocation fails
 * @param stillSize largest file that one ffmpeg may write; then it is killed
 * @param documentSize largest findings document that is looked into when work is repeated; a larger one is made again
 */
@Validated
@ConfigurationProperties(prefix = "rushes.analysis", ignoreUnknownFields = false)
public record AnalysisSettings(
        @DefaultValue("256") @Min(64) @Max(640) int pictureSide,
        @DefaultValue("640") @Min(64) @Max(1920) int stillSide,
        @DefaultValue("3") @Min(0) @Max(10) int stillsPerChunk,
        @DefaultValue("true") boolean faces,
        @DefaultValue("1") @Min(1) @Max(16) int decoderThreads,
        @DefaultValue("9m") Duration toolTime,
        @DefaultValue("15m") Duration toolProcessorTime,
        @DefaultValue("2GB") DataSize toolMemory,
        @DefaultValue("16MB") DataSize stillSize,
        @DefaultValue("32MB") DataSize documentSize) {

    LocalLimits local() {
        return new LocalLimits(
                pictureSide,
                stillSide,
                stillsPerChunk,
                decoderThreads,
                new ToolLimits(toolTime, toolProcessorTime, toolMemory, stillSize));
    }
}
