package dev.rushes.render;

import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.render.domain.FilmLimits;
import dev.rushes.render.ffmpeg.EncoderSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the render may use and how it encodes.
 *
 * @param maxLength longest film; a longer cut fails the job
 * @param maxClips most clips of a timeline; more are refused
 * @param runTime longest time on the clock of one run of ffmpeg, then it is killed
 * @param runCpu most processor time of one run of ffmpeg, then it is killed
 * @param memory most address space of one run of ffmpeg
 * @param maxSize largest file that ffmpeg may write
 * @param threads of each encoder
 * @param preset x264's trade of speed for size
 * @param crf x264's quality: smaller is better and larger
 * @param vp9Crf VP9's quality: smaller is better and larger
 * @param vp9Speed VP9's trade of speed for size: larger is faster
 * @param gifMaxLength longest GIF; a longer cut ends there
 * @param gifSize widest and highest GIF, in pixels
 * @param gifFrameRate most pictures a second of a GIF
 */
@Validated
@ConfigurationProperties(prefix = "rushes.render", ignoreUnknownFields = false)
public record RenderSettings(
        @DefaultValue("1h") Duration maxLength,
        @DefaultValue("2000") @Min(1) int maxClips,
        @DefaultValue("2h") Duration runTime,
        @DefaultValue("4h") Duration runCpu,
        @DefaultValue("4GB") DataSize memory,
        @DefaultValue("16GB") DataSize maxSize,
        @DefaultValue("2") @Min(1) @Max(16) int threads,

        @DefaultValue("veryfast")
        @Pattern(regexp = "ultrafast|superfast|veryfast|faster|fast|medium|slow|slower|veryslow")
        String preset,

        @DefaultValue("21") @Min(0) @Max(51) int crf,
        @DefaultValue("33") @Min(0) @Max(63) int vp9Crf,
        @DefaultValue("5") @Min(0) @Max(9) int vp9Speed,
        @DefaultValue("30s") Duration gifMaxLength,
        @DefaultValue("480") @Min(16) @Max(1920) int gifSize,
        @DefaultValue("12") @Min(1) @Max(50) int gifFrameRate) {

    FilmLimits filmLimits() {
        return new FilmLimits(maxLength, gifMaxLength, gifSize, gifFrameRate);
    }

    ToolLimits toolLimits() {
        return new ToolLimits(runTime, runCpu, memory, maxSize);
    }

    EncoderSettings encoderSettings() {
        return new EncoderSettings(threads, preset, crf, vp9Crf, vp9Speed);
    }
}
