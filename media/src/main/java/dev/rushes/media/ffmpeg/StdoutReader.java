package dev.rushes.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;

/** Reads what a tool writes to its standard output, as it comes, on a thread that may block. */
@FunctionalInterface
public interface StdoutReader<T> {
    T read(InputStream stdout) throws IOException;
}
