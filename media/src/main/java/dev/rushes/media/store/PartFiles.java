package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The blocking half of {@link FilePartStore}: what happens to files, step by step. */
final class PartFiles {
    /** Most parts of an object: more need more time to join than anybody waits. */
    private static final int MOST_PARTS = 10_000;
    /** Objects whose last file is remembered. Who is forgotten gets a new file, and joins by copying. */
    private static final int MOST_REMEMBERED = 1_000;

    private static final Pattern NAME = Pattern.compile("[0-9]{5}-[0-9a-f-]{36}");

    private final ObjectFiles objects;
    private final FilePartStore.Checkpoint checkpoint;
    private final Map<UUID, PartFile> remembered = new LinkedHashMap<>(16, 0.75f, true);

    PartFiles(ObjectFiles objects, FilePartStore.Checkpoint checkpoint) {
        this.objects = objects;
        this.checkpoint = checkpoint;
    }

    /** @throws IllegalArgumentException if the key could leave the store */
    void check(String key) {
        objects.check(key);
    }

    /** The file to write into. It is nobody else's until it is closed. */
    PartFile append(PartedObject object, List<Part> parts) throws IOException {
        Optional<PartFile> last = recall(object.id(), parts);
        if (last.isPresent()) {
            last.get().reopen();
            return last.get();
        }
        int number = parts.size() + 1;
        if (number > MOST_PARTS) {
            throw new StageFailure(
                    StoreFailure.TOO_MANY_PARTS,
                    "Expected an object in at most " + MOST_PARTS + " parts, but this one needs more.");
        }
        Path folder = folder(object.id());
        boolean isNew = !Files.isDirectory(folder);
        Files.createDirectories(folder);
        Path path = folder.resolve("%05d-%s".formatted(number, UUID.randomUUID()));
        PartFile file = PartFile.create(object.id(), path, number, checkpoint);
        ObjectFiles.makeDurable(folder);
        if (isNew) {
            ObjectFiles.makeDurable(folder.resolveSibling(""));
        }
        return file;
    }

    /** Remembers a file whose append came to its end. */
    void close(PartFile file) throws IOException {
        file.close();
        if (file.isSound()) {
            remember(file);
        }
    }

    List<Part> present(PartedObject object, List<Part> parts) throws IOException {
        List<Part> present = new ArrayList<>();
        for (Part part : parts) {
            if (!isWhole(path(object, part), part.length())) {
                break;
            }
            present.add(part);
        }
        return List.copyOf(present);
    }

    StoredObject join(PartedObject object, List<Part> parts) throws IOException {
        Optional<StoredObject> before = joinedBefore(object, parts);
        if (before.isPresent()) {
            remove(object.id());
            return before.get();
        }
        Optional<PartFile> whole = parts.size() == 1 ? recall(object.id(), parts) : Optional.empty();
        StoredObject joined = whole.isPresent() ? adopt(object, whole.get()) : copy(object, parts);
        remove(object.id());
        return joined;
    }

    StoredObject concatenate(String key, String contentType, List<StoredObject> pieces) throws IOException {
        UnfinishedObject whole = objects.create(key, Long.MAX_VALUE);
        try {
            for (StoredObject piece : pieces) {
                whole.copy(objects.existing(piece), piece.size());
            }
            return objects.publish(whole, contentType);
        } finally {
            whole.discard();
        }
    }

    /** To be closed by the caller. What goes away meanwhile is left out. */
    Stream<PartStore.Kept> kept() throws IOException {
        return Files.list(objects.parts())
                .flatMap(folder ->
                        PartStore.Kept.idOf(String.valueOf(folder.getFileName()))
                                .flatMap(id -> kept(id, folder))
                                .stream());
    }

    private static Optional<PartStore.Kept> kept(UUID id, Path folder) {
        try {
            Optional<PartStore.Kept> all = kept(id, 0, folder);
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Optional<PartStore.Kept> one = kept(id, 1, file);
                    all = all.map(some -> one.map(some::plus).orElse(some));
                }
            }
            return all;
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<PartStore.Kept> kept(UUID id, int pieces, Path path) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new PartStore.Kept(
                    id,
                    pieces,
                    pieces == 0 ? 0 : found.size(),
                    found.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    void remove(UUID id) throws IOException {
        Optional<PartFile> _ = forget(id);
        try (var files = Files.newDirectoryStream(folder(id))) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | NotDirectoryException nothingThere) {
            return;
        }
        Files.deleteIfExists(folder(id));
    }

    private StoredObject adopt(PartedObject object, PartFile file) throws IOException {
        return objects.publish(object.key(), file.path(), file.sha256(), object.contentType());
    }

    private StoredObject copy(PartedObject object, List<Part> parts) throws IOException {
        UnfinishedObject whole = objects.create(object.key(), Long.MAX_VALUE);
        try {
            for (Part part : parts) {
                whole.copy(path(object, part), part.length());
            }
            return objects.publish(whole, object.contentType());
        } finally {
            whole.discard();
        }
    }

    /** Joining takes the parts away only when the object is there. */
    private Optional<StoredObject> joinedBefore(PartedObject object, List<Part> parts) throws IOException {
        boolean first = parts.isEmpty()
                || isWhole(path(object, parts.getFirst()), parts.getFirst().length());
        long length = parts.stream().mapToLong(Part::length).sum();
        return first ? Optional.empty() : objects.find(object.key()).filter(found -> found.size() == length);
    }

    /** The remembered file, if it is the last of the recorded parts, as it was recorded. Whoever gets it owns it. */
    private Optional<PartFile> recall(UUID id, List<Part> parts) throws IOException {
        Optional<PartFile> file = forget(id);
        return file.isPresent() && !parts.isEmpty() && isUntouched(file.get(), parts.getLast())
                ? file
                : Optional.empty();
    }

    private static boolean isUntouched(PartFile file, Part recorded) throws IOException {
        return file.is(recorded)
                && Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS)
                && Files.size(file.path()) == recorded.length();
    }

    private void remember(PartFile file) {
        synchronized (remembered) {
            remembered.put(file.object(), file);
            if (remembered.size() > MOST_REMEMBERED) {
                var eldest = remembered.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    private Optional<PartFile> forget(UUID id) {
        synchronized (remembered) {
            return Optional.ofNullable(remembered.remove(id));
        }
    }

    private Path folder(UUID id) {
        return objects.parts().resolve(id.toString());
    }

    private Path path(PartedObject object, Part part) {
        if (!NAME.matcher(part.token()).matches()) {
            throw new IllegalArgumentException("Expected the token of a part of this store, but got another");
        }
        return folder(object.id()).resolve(part.token());
    }

    private static boolean isWhole(Path file, long length) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) >= length;
    }
}
