package dev.rushes.benchmarks.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Lines that are with the operating system when {@link #write} returns, so that {@code kill -9} leaves them. */
final class Journal {
    static final String BEGIN = "B";
    static final String END = "E";

    private final FileChannel file;

    Journal(Path path) {
        try {
            this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void write(String what, String job) {
        try {
            int unused = file.write(ByteBuffer.wrap((what + " " + job + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What was done more than once.
     *
     * @param jobs jobs that were begun
     * @param cut begun again after a beginning that had no end: the work in flight
     * @param wasted begun again although it had come to an end
     */
    record Repeats(long jobs, long cut, long wasted) {

        static Repeats read(Path path) {
            Map<String, String> last = new HashMap<>();
            long cut = 0;
            long wasted = 0;
            try {
                for (String line : Files.readAllLines(path)) {
                    String before = last.put(line.substring(2), line.substring(0, 1));
                    if (line.startsWith(BEGIN) && before != null) {
                        cut += before.equals(BEGIN) ? 1 : 0;
                        wasted += before.equals(END) ? 1 : 0;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Repeats(last.size(), cut, wasted);
        }
    }
}
