package dev.rushes.media.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * A part that grows. Made, and written to, by one process only. Not thread-safe, but may wander from thread to thread.
 *
 * <p>Between two appends it is closed and remembered, with the digest of what it holds.
 */
final class PartFile {
    private final UUID object;
    private final Path path;
    private final int number;
    private final FilePartStore.Checkpoint checkpoint;
    private final MessageDigest digest = Digests.sha256();
    private FileChannel channel;
    private long written;
    private long durable;
    private long durableSince = System.nanoTime();
    private boolean sound;

    private PartFile(UUID object, Path path, int number, FilePartStore.Checkpoint checkpoint, FileChannel channel) {
        this.object = object;
        this.path = path;
        this.number = number;
        this.checkpoint = checkpoint;
        this.channel = channel;
    }

    static PartFile create(UUID object, Path path, int number, FilePartStore.Checkpoint checkpoint) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return new PartFile(object, path, number, checkpoint, channel);
    }

    /** Goes on where the last append ended. */
    void reopen() throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        channel.position(written);
        durableSince = System.nanoTime();
        sound = false;
    }

    /** @return the part, if it has just been made durable */
    Optional<Part> write(ByteBuffer bytes) throws IOException {
        digest.update(bytes.duplicate());
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        boolean due = written - durable >= checkpoint.bytes()
                || System.nanoTime() - durableSince >= checkpoint.time().toNanos();
        return due ? Optional.of(makeDurable()) : Optional.empty();
    }

    /** Ends an append: from now on, file, length and digest belong together. */
    Optional<Part> finish() throws IOException {
        Optional<Part> rest = written > durable ? Optional.of(makeDurable()) : Optional.empty();
        sound = true;
        return rest;
    }

    void close() throws IOException {
        channel.close();
    }

    private Part makeDurable() throws IOException {
        channel.force(false);
        durable = written;
        durableSince = System.nanoTime();
        return part();
    }

    /** Whether the last append came to its end: one that failed or was cancelled leaves bytes that nobody has told of. */
    boolean isSound() {
        return sound;
    }

    /** Whether it holds just what a recorded part says. */
    boolean is(Part recorded) {
        return written > 0 && part().equals(recorded);
    }

    UUID object() {
        return object;
    }

    Path path() {
        return path;
    }

    /** The digest of the file; asked for once, at its end. */
    String sha256() {
        return Digests.hex(digest);
    }

    private Part part() {
        return new Part(number, written, path.getFileName().toString());
    }
}
