package dev.rushes.media.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import reactor.core.publisher.SynchronousSink;

/** Reads a stretch of a file piece by piece. */
final class ObjectRange {
    private static final int PIECE = 128 * 1024;

    private final String key;
    private final FileChannel channel;
    private long position;
    private long left;

    ObjectRange(String key, FileChannel channel, long from, long length) {
        this.key = key;
        this.channel = channel;
        this.position = from;
        this.left = length;
    }

    ObjectRange next(SynchronousSink<ByteBuffer> sink) {
        if (left == 0) {
            sink.complete();
            return this;
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        try {
            int count = channel.read(piece, position);
            if (count < 0) {
                sink.error(StoreErrors.differs(key, "at least " + (position + left) + " bytes", position + " bytes"));
                return this;
            }
            position += count;
            left -= count;
            sink.next(piece.flip());
        } catch (IOException failure) {
            sink.error(failure);
        }
        return this;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
