package dev.rushes.runtime.process;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What one process may use. The kernel enforces all but the first; a limit of the machine that is already lower stays in force.
 *
 * @param wall time on the clock; then the process group is killed
 * @param cpu processor time, rounded up to seconds; then the kernel sends SIGXCPU, and SIGKILL a few seconds later
 * @param addressSpace memory that it may map; allocations beyond it fail
 * @param fileSize largest file that it may write; then the kernel sends SIGXFSZ
 * @param openFiles most file descriptors at a time
 */
public record ProcessLimits(Duration wall, Duration cpu, DataSize addressSpace, DataSize fileSize, int openFiles) {
    private static final int MOST_OPEN_FILES = 1024;

    public ProcessLimits {
        if (!wall.isPositive() || !cpu.isPositive() || addressSpace.toBytes() < 1 || fileSize.toBytes() < 1) {
            throw new IllegalArgumentException("Expected limits above zero, but got wall " + wall + ", cpu " + cpu
                    + ", address space " + addressSpace + " and file size " + fileSize);
        }
        if (openFiles < 8 || openFiles > MOST_OPEN_FILES) {
            throw new IllegalArgumentException(
                    "Expected 8 to " + MOST_OPEN_FILES + " open files, but got " + openFiles);
        }
    }
}
