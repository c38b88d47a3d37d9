package dev.rushes.media.work;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one process below a shared root, named after its id and start time. A locked file in it says that the process lives: the
 * kernel drops the lock however the process ends, and the lock also holds between containers, where process ids mean nothing.
 */
final class ProcessHome {
    private static final Logger log = LoggerFactory.getLogger(ProcessHome.class);
    private static final String LOCK = ".alive";
    private static final Pattern NAME = Pattern.compile("\\d+-\\d+-[0-9a-f]{8}");

    /**
     * The channels that carry the locks for as long as this process lives. A channel that nobody refers to is closed by the garbage
     * collector, its lock goes with it, and the next process to start would take this one for dead.
     */
    private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

    private ProcessHome() {}

    /** Removes what dead processes left and makes a folder for this one, which it keeps until it ends. */
    static Path claim(Path root) throws IOException {
        sweep(root);
        Path home = Files.createDirectory(root.resolve(name()));
        FileChannel channel = FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        HELD.add(channel);
        if (channel.tryLock() == null) {
            throw new IOException("Expected to lock a new folder, but somebody else did");
        }
        return home;
    }

    private static String name() {
        return prefix() + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String prefix() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        return self.pid() + "-" + started + "-";
    }

    private static void sweep(Path root) throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(root)) {
            for (Path home : homes) {
                String name = home.getFileName().toString();
                // Folders of this very process are not even looked at: closing any handle on a locked file drops the
                // process's lock.
                if (NAME.matcher(name).matches()
                        && !name.startsWith(prefix())
                        && Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
                    sweepIfDead(home);
                }
            }
        }
    }

    private static void sweepIfDead(Path home) {
        try (FileChannel channel = FileChannel.open(home.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FileTrees.delete(home);
                log.info("Removed scratch folder {} of a process that is gone", home.getFileName());
            }
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return;
        } catch (IOException failure) {
            log.warn("Left scratch folder {}: it could not be checked or removed", home.getFileName(), failure);
        }
    }
}
