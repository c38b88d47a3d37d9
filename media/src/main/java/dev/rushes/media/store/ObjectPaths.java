package dev.rushes.media.store;

import java.nio.file.Path;

/** Turns keys into paths below a root folder. The rule of {@link ObjectKeys} keeps them there; this looks again. */
final class ObjectPaths {
    private final Path root;

    ObjectPaths(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path data(String key) {
        return below(root, key);
    }

    Path seal(String key) {
        return below(root.resolve(".seals"), key);
    }

    /** Folder of what is being written: on the same file system, so that a rename publishes it. */
    Path unfinished() {
        return root.resolve(".unfinished");
    }

    /** Folder of the objects that come in piece by piece, on the same file system too. */
    Path parts() {
        return root.resolve(".parts");
    }

    private static Path below(Path folder, String key) {
        Path path = folder.resolve(ObjectKeys.checked(key)).normalize();
        if (!path.startsWith(folder)) {
            throw new IllegalArgumentException("Expected a key that stays inside the store, but got " + key);
        }
        return path;
    }
}
