package dev.rushes.media.ffmpeg;

import java.time.Duration;

/**
 * What a finished run used.
 *
 * @param wall time on the clock
 * @param cpu user and system time, as the tool itself reports it; zero if it did not
 * @param warnings the last lines of the tool's own complaints, at most 8 KiB, with control characters removed
 */
public record ToolReport(Duration wall, Duration cpu, String warnings) {}
