package dev.rushes.campaigns.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the stages of one process did, line by line, outside Kafka. A line is whole or, after {@code kill -9}, not there. */
public final class EffectLog implements AutoCloseable {
    private final FileChannel file;

    EffectLog(Path path) {
        try {
            this.file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to write " + path + ", but could not", e);
        }
    }

    /** What happened. */
    public enum Verb {
        /** A try of a unit began. */
        START,
        /** An effect was published: the first of its unit. */
        ACCEPT,
        /** The effect was there already. */
        REPEAT,
        /** The try failed by plan. */
        FAIL
    }

    /**
     * One line.
     *
     * @param at when, in milliseconds since 1970
     * @param attempt which try of the record it was
     * @param effect identifier of the effect; empty if there is none
     */
    public record Line(long at, Verb verb, EffectKey key, int attempt, String effect) {
        String text() {
            return at + " " + verb + " " + key.text() + " " + attempt + " " + effect + "\n";
        }

        public static Line of(String text) {
            String[] parts = text.split(" ", 5);
            return new Line(
                    Long.parseLong(parts[0]),
                    Verb.valueOf(parts[1]),
                    EffectKey.of(parts[2]),
                    Integer.parseInt(parts[3]),
                    parts[4]);
        }
    }

    void write(Line line) {
        ByteBuffer bytes = ByteBuffer.wrap(line.text().getBytes(StandardCharsets.US_ASCII));
        try {
            synchronized (file) {
                int unused = file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to log an effect, but could not", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
