package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The blocking half of {@link FileObjectStore}: what happens to files, step by step. */
final class ObjectFiles {
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final ObjectPaths paths;

    private ObjectFiles(ObjectPaths paths) {
        this.paths = paths;
    }

    static ObjectFiles open(Path root) {
        try {
            ObjectPaths paths = new ObjectPaths(Files.createDirectories(root).toRealPath());
            Files.createDirectories(paths.unfinished());
            Files.createDirectories(paths.parts());
            sweep(paths.unfinished());
            return new ObjectFiles(paths);
        } catch (IOException failure) {
            throw new UncheckedIOException("Expected to use " + root + " as the object store, but could not", failure);
        }
    }

    /** @throws IllegalArgumentException if the key could leave the store */
    void check(String key) {
        Path unused = paths.data(key);
    }

    /** Folder of the objects that come in piece by piece. */
    Path parts() {
        return paths.parts();
    }

    UnfinishedObject create(String key, long limit) throws IOException {
        Path checked = paths.data(key);
        return UnfinishedObject.create(key, aside(checked), limit);
    }

    StoredObject publish(UnfinishedObject object, String contentType) throws IOException {
        return publish(object.key(), object.finish(), object.sha256(), contentType);
    }

    /** Takes a finished file in: by renaming where that is possible, else by copying. */
    StoredObject adopt(String key, Path file, String contentType) throws IOException {
        Path unfinished = aside(paths.data(key));
        try {
            takeOver(file, unfinished);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return publish(key, unfinished, Digests.of(unfinished), contentType);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    Optional<StoredObject> find(String key) throws IOException {
        Path data = paths.data(key);
        if (!isObject(data)) {
            return Optional.empty();
        }
        return Optional.of(sealOf(key, data).describe(key));
    }

    byte[] read(StoredObject object, int limit) throws IOException {
        if (object.size() > limit) {
            throw new IllegalArgumentException(
                    "Expected " + object.key() + " to have at most " + limit + " bytes, but it has " + object.size());
        }
        Path data = existing(object);
        byte[] bytes;
        try (FileChannel channel = reading(data)) {
            var buffer = ByteBuffer.allocate((int) object.size());
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            bytes = Arrays.copyOf(buffer.array(), buffer.position());
        }
        checkDigest(object, Digests.of(bytes));
        return bytes;
    }

    ObjectRange range(StoredObject object, long from, long length) throws IOException {
        if (from < 0 || length < 0 || from > object.size() - length) {
            throw new IllegalArgumentException("Expected a range inside the " + object.size() + " bytes of "
                    + object.key() + ", but got " + length + " bytes from " + from);
        }
        return new ObjectRange(object.key(), reading(existing(object)), from, length);
    }

    /** A link costs nothing; a copy is made where the folder is on another file system. */
    Path fetch(StoredObject object, Path folder) throws IOException {
        Path data = existing(object);
        Path target = folder.resolve(localName(object));
        try {
            Files.createLink(target, data);
        } catch (FileAlreadyExistsException fetchedBefore) {
            Files.delete(target);
            return fetch(object, folder);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.copy(data, target, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
        }
        Seal seal = sealOf(object.key(), data);
        boolean untouched = seal.matches(target) && seal.sha256().equals(object.sha256());
        if (!untouched) {
            checkDigest(object, Digests.of(target));
        }
        return target;
    }

    boolean delete(String key) throws IOException {
        Path data = paths.data(key);
        boolean existed = isObject(data) && Files.deleteIfExists(data);
        return Files.deleteIfExists(paths.seal(key)) || existed;
    }

    /** The files below a folder, to be closed by the caller. One that goes away meanwhile is left out. */
    Stream<ListedObject> list(String folder) throws IOException {
        Path top = paths.data(folder);
        return Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS) && isInside(top)
                ? Files.walk(top).flatMap(file -> describe(top, folder, file).stream())
                : Stream.empty();
    }

    private static Optional<ListedObject> describe(Path top, String folder, Path file) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String key = folder + "/" + top.relativize(file);
            return found.isRegularFile()
                    ? Optional.of(new ListedObject(
                            key, found.size(), found.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes a durable file visible under a key. */
    StoredObject publish(String key, Path unfinished, String sha256, String contentType) throws IOException {
        Path data = paths.data(key);
        Path folder = data.resolveSibling("");
        Seal seal = Seal.of(unfinished, sha256, contentType);
        Files.createDirectories(folder);
        if (!isInside(folder)) {
            throw new IOException("Expected a folder inside the store, but a link leads out of it");
        }
        writeSeal(key, seal);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        makeDurable(folder);
        return seal.describe(key);
    }

    /** The seal of the data under a key. Where it is missing or belongs to older data, the data is read and sealed again. */
    private Seal sealOf(String key, Path data) throws IOException {
        Optional<Seal> seal = readSeal(key);
        if (seal.isPresent() && seal.get().matches(data)) {
            return seal.get();
        }
        String type = seal.map(Seal::contentType).orElse(UNKNOWN_TYPE);
        Seal renewed = Seal.of(data, Digests.of(data), type);
        writeSeal(key, renewed);
        return renewed;
    }

    private Optional<Seal> readSeal(String key) throws IOException {
        try {
            return Seal.read(Files.readString(paths.seal(key)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    private void writeSeal(String key, Seal seal) throws IOException {
        Path target = paths.seal(key);
        Files.createDirectories(target.resolveSibling(""));
        Path unfinished = aside(target);
        try (FileChannel channel =
                FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(seal.write().getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The file of an object that is there with all its bytes. */
    Path existing(StoredObject object) throws IOException {
        Path data = paths.data(object.key());
        if (!isObject(data)) {
            throw new NoSuchFileException(object.key());
        }
        long size = Files.size(data);
        if (size != object.size()) {
            throw StoreErrors.differs(object.key(), object.size() + " bytes", size + " bytes");
        }
        return data;
    }

    private static void checkDigest(StoredObject object, String found) {
        if (!found.equals(object.sha256())) {
            throw StoreErrors.differs(object.key(), "bytes with SHA-256 " + object.sha256(), "bytes with " + found);
        }
    }

    private static boolean isObject(Path data) throws IOException {
        return Files.isRegularFile(data, LinkOption.NOFOLLOW_LINKS) && isInside(data.resolveSibling(""));
    }

    /** A link in the middle of a path would lead out of the store. */
    private static boolean isInside(Path folder) throws IOException {
        return folder.toRealPath().equals(folder);
    }

    private static void takeOver(Path file, Path target) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "Expected a finished file to store, but it is missing or not a plain file");
        }
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static FileChannel reading(Path data) throws IOException {
        return FileChannel.open(data, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private Path aside(Path target) {
        return paths.unfinished().resolve(UUID.randomUUID() + "-" + target.getFileName());
    }

    private static String localName(StoredObject object) {
        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
        return object.sha256().substring(0, 12) + "-" + name;
    }

    static void makeDurable(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes what crashed writers left. Younger files may belong to another live process. */
    private static void sweep(Path unfinished) throws IOException {
        Instant horizon = Instant.now().minus(ABANDONED);
        try (var files = Files.newDirectoryStream(unfinished)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(horizon)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
