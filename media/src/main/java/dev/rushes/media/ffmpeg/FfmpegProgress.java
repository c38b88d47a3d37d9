package dev.rushes.media.ffmpeg;

import java.time.Duration;

/**
 * One report of ffmpeg's own {@code -progress} output.
 *
 * @param frame pictures written so far
 * @param time length written so far
 * @param speed factor of real time; 0 if unknown
 */
public record FfmpegProgress(long frame, Duration time, double speed) {}
