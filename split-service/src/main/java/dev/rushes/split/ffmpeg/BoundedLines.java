package dev.rushes.split.ffmpeg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of a tool's output. Of a longer line only the beginning is kept: what we ask for stands there. */
final class BoundedLines {
    private static final int LONGEST = 512;

    private final InputStream in;
    private final StringBuilder line = new StringBuilder(LONGEST);

    BoundedLines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line without its end; empty at the end of the output. */
    Optional<String> next() throws IOException {
        line.setLength(0);
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        while (read >= 0 && read != '\n') {
            if (line.length() < LONGEST && read != '\r') {
                line.append((char) read);
            }
            read = in.read();
        }
        return Optional.of(line.toString());
    }
}
