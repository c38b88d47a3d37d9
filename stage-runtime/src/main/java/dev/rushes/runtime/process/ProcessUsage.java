package dev.rushes.runtime.process;

import java.time.Duration;

/**
 * What an ended process used and said.
 *
 * @param wall time on the clock
 * @param cpu user and system time of the process and what it waited for, to about 10 ms; zero if it could not be told
 * @param complaints the end of its standard error, at most 8 KiB, without control characters
 */
public record ProcessUsage(Duration wall, Duration cpu, String complaints) {
    static final ProcessUsage NONE = new ProcessUsage(Duration.ZERO, Duration.ZERO, "");
}
