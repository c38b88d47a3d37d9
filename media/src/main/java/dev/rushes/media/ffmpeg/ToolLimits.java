package dev.rushes.media.ffmpeg;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What one run of a tool may use. A run that reaches a limit is killed with its whole process group and fails with a code that says which.
 *
 * @param wall time on the clock
 * @param cpu processor time
 * @param memory address space
 * @param output largest file that it may write
 */
public record ToolLimits(Duration wall, Duration cpu, DataSize memory, DataSize output) {}
