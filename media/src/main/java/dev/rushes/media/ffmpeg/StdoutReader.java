package dev.rushes.media.ffmpeg;

import dev.rushes.runtime.process.OutputReader;

/** Reads what a tool writes to its standard output, as it comes, on a thread that may block. */
@FunctionalInterface
public interface StdoutReader<T> extends OutputReader<T> {}
