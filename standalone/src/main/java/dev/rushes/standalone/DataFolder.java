package dev.rushes.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder that keeps everything between runs, held by one process at a time. The lock is the operating system's, so it ends with its process
 * however that ends. Who holds it writes its address into the file, so that others can find it.
 */
final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder, creating it if need be.
     *
     * @throws UserError if another process holds it or it can not be written
     */
    static DataFolder take(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    lockFile(root), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new UserError("Another Rushes is already running on " + root
                        + holder(root).map(address -> " (" + address + ")").orElse("")
                        + ". Stop it first, or choose another folder with --data.");
            }
            channel.truncate(0);
            return new DataFolder(root.toRealPath(), channel, lock);
        } catch (IOException e) {
            throw new UserError("Expected a folder that can be written at " + root + ", but: " + e.getMessage());
        }
    }

    /** Address of the Rushes that holds the folder now, if one does and is ready. */
    static Optional<String> runningAt(Path root) {
        if (!Files.exists(lockFile(root))) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lockFile(root), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null ? holder(root) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Tells others where this process can be reached. */
    void announce(String address) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(address.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            throw new UserError("Expected to write " + lockFile(root) + ", but: " + e.getMessage());
        }
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        lock.release();
        channel.close();
    }

    private static Optional<String> holder(Path root) {
        try {
            return Optional.of(Files.readString(lockFile(root)).trim()).filter(address -> !address.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path lockFile(Path root) {
        return root.resolve("rushes.lock");
    }
}
