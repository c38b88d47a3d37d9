package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the store knows about the bytes of one object, kept in a small file beside the data. It is written before the data is renamed into
 * place, and names the very file that it seals (inode, size, time of change; all three survive a rename). So a seal whose data never came,
 * or belongs to an older object, shows: it does not match.
 *
 * @param sha256 digest of the bytes
 * @param size bytes
 * @param contentType media type
 * @param inode the file
 * @param modified its time of last change, in nanoseconds since 1970
 */
record Seal(String sha256, long size, String contentType, String inode, long modified) {
    private static final String FIRST_LINE = "rushes-seal 1";

    static Seal of(Path file, String sha256, String contentType) throws IOException {
        Identity identity = Identity.of(file);
        return new Seal(sha256, identity.size(), contentType, identity.inode(), identity.modified());
    }

    /** Whether a file is still the one that was sealed, as far as can be told without reading it. */
    boolean matches(Path file) throws IOException {
        return Identity.of(file).equals(new Identity(inode, size, modified));
    }

    StoredObject describe(String key) {
        return new StoredObject(key, size, sha256, contentType);
    }

    String write() {
        return String.join(
                "\n",
                FIRST_LINE,
                "sha256=" + sha256,
                "size=" + size,
                "type=" + contentType,
                "inode=" + inode,
                "modified=" + modified,
                "");
    }

    /** A seal's text; empty if it is not one, for the data can be sealed again. */
    static Optional<Seal> read(String text) {
        if (!text.startsWith(FIRST_LINE + "\n")) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        text.lines()
                .skip(1)
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> {
                    String unused = fields.put(pair[0], pair[1]);
                });
        try {
            return Optional.of(new Seal(
                    field(fields, "sha256"),
                    Long.parseLong(field(fields, "size")),
                    field(fields, "type"),
                    field(fields, "inode"),
                    Long.parseLong(field(fields, "modified"))));
        } catch (IllegalArgumentException notWhole) {
            return Optional.empty();
        }
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Expected a seal with " + name);
        }
        return value;
    }

    private record Identity(String inode, long size, long modified) {

        static Identity of(Path file) throws IOException {
            Map<String, Object> attributes =
                    Files.readAttributes(file, "unix:ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            return new Identity(
                    String.valueOf(attributes.get("ino")),
                    attributes.get("size") instanceof Long size ? size : -1,
                    attributes.get("lastModifiedTime") instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : -1);
        }
    }
}
