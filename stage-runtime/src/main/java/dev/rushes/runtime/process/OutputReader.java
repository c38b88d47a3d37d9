package dev.rushes.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads what a process writes to its standard output, as it comes, on a thread that may block. */
@FunctionalInterface
public interface OutputReader<T> {

    /**
     * Reads to the end, or as far as it needs: what it leaves is read and dropped.
     *
     * @throws IOException (or any other exception) if the output makes no sense; the process is then killed
     */
    T read(InputStream stdout) throws IOException;

    /** Reads and drops everything. */
    static OutputReader<Long> discard() {
        return stdout -> stdout.transferTo(OutputStream.nullOutputStream());
    }
}
