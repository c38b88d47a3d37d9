package dev.rushes.media.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * An object on its way in: a file that nobody can see yet. Bytes are collected in one large buffer, so that the file system and the digest
 * are asked rarely. Not thread-safe, but may wander from thread to thread.
 */
final class UnfinishedObject {
    private final String key;
    private final Path file;
    private final FileChannel channel;
    private final long limit;
    private final MessageDigest digest = Digests.sha256();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Digests.BUFFER);
    private long size;

    private UnfinishedObject(String key, Path file, FileChannel channel, long limit) {
        this.key = key;
        this.file = file;
        this.channel = channel;
        this.limit = limit;
    }

    static UnfinishedObject create(String key, Path file, long limit) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new UnfinishedObject(key, file, channel, limit);
    }

    void write(ByteBuffer bytes) {
        size += bytes.remaining();
        if (size > limit) {
            throw StoreErrors.tooLarge(limit);
        }
        try {
            while (bytes.hasRemaining()) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                int count = Math.min(buffer.remaining(), bytes.remaining());
                buffer.put(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Adds the first bytes of a file. */
    void copy(Path from, long length) throws IOException {
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long left = length;
            while (left > 0) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                int room = (int) Math.min(buffer.remaining(), left);
                buffer.limit(buffer.position() + room);
                int count = source.read(buffer);
                buffer.limit(buffer.capacity());
                if (count < 0) {
                    throw StoreErrors.differs(key, length + " bytes in a part", (length - left) + " bytes");
                }
                left -= count;
                size += count;
            }
        }
    }

    /** Makes the bytes durable. */
    Path finish() throws IOException {
        flush();
        channel.force(true);
        channel.close();
        return file;
    }

    String sha256() {
        return Digests.hex(digest);
    }

    String key() {
        return key;
    }

    /** Leaves nothing behind; harmless once the file has been published. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    private void flush() throws IOException {
        buffer.flip();
        digest.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
