package dev.rushes.media.store;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Turns keys into paths below a root folder. A key is a list of names joined by slashes; a name begins with a letter or digit and goes on
 * with letters, digits, dots, dashes and underscores. So no key can climb, be absolute, hide a file, or meet the store's own folders, which
 * begin with a dot.
 */
final class ObjectPaths {
    private static final int LONGEST_KEY = 512;
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127})*");

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
        if (key.length() > LONGEST_KEY || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Expected a key of at most " + LONGEST_KEY
                    + " characters, made of plain names joined by slashes, but got one of " + key.length()
                    + " characters");
        }
        Path path = folder.resolve(key).normalize();
        if (!path.startsWith(folder)) {
            throw new IllegalArgumentException("Expected a key that stays inside the store, but got " + key);
        }
        return path;
    }
}
