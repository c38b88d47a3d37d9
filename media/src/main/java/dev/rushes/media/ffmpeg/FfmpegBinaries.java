package dev.rushes.media.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * A usable pair of programs.
 *
 * @param ffmpeg the program
 * @param ffprobe the program
 * @param environment what they need to find their libraries
 * @param version as ffmpeg says it
 * @param origin where the pair was found, for people: "PATH", "bundled", "rushes.ffmpeg.path"
 */
public record FfmpegBinaries(
        Path ffmpeg, Path ffprobe, Map<String, String> environment, String version, String origin) {

    public FfmpegBinaries {
        environment = Map.copyOf(environment);
    }
}
