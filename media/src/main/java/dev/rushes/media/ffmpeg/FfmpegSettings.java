package dev.rushes.media.ffmpeg;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Which ffmpeg runs, and what it may use.
 *
 * @param path folder that holds ffmpeg and ffprobe; without it the PATH is searched, then the bundled build is taken
 * @param cache folder that the bundled build is unpacked into, about 110 MB; a leading {@code ~} is the user's home
 * @param threads threads of a decoder, filter or encoder
 * @param maxPixels most pixels of a picture; the default is 8K
 * @param maxStreams most streams of a file
 * @param maxAllocation largest single piece of memory that ffmpeg may ask for
 * @param wall default time on the clock of one run
 * @param cpu default processor time of one run
 * @param memory default address space of one run
 * @param output default size of the largest file that one run may write
 * @param probeTime time on the clock for looking at a file
 */
@Validated
@ConfigurationProperties(prefix = "rushes.ffmpeg", ignoreUnknownFields = false)
public record FfmpegSettings(
        @Nullable Path path,
        @DefaultValue("~/.cache/rushes/ffmpeg") @NotNull String cache,
        @DefaultValue("2") @Min(1) @Max(64) int threads,
        @DefaultValue("33554432") @Min(1) int maxPixels,
        @DefaultValue("32") @Min(1) int maxStreams,
        @DefaultValue("512MB") @NotNull DataSize maxAllocation,
        @DefaultValue("1h") @NotNull Duration wall,
        @DefaultValue("2h") @NotNull Duration cpu,
        @DefaultValue("2GB") @NotNull DataSize memory,
        @DefaultValue("20GB") @NotNull DataSize output,
        @DefaultValue("60s") @NotNull Duration probeTime) {

    /** What a run may use when its caller has no opinion. */
    public ToolLimits limits() {
        return new ToolLimits(wall, cpu, memory, output);
    }

    /** What looking at a file may use. */
    ToolLimits probeLimits() {
        return new ToolLimits(probeTime, probeTime, memory, DataSize.ofMegabytes(1));
    }

    Optional<Path> chosenFolder() {
        return Optional.ofNullable(path);
    }

    Path cacheFolder() {
        return cache.startsWith("~/") ? Path.of(System.getProperty("user.home"), cache.substring(2)) : Path.of(cache);
    }
}
