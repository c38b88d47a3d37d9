package dev.rushes.ingest.links;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret of the installation: configured, or made up once and kept in a file that only its owner can read.
 *
 * @param what what it is, for messages
 * @param setting name of the setting that holds it
 * @param fileSetting name of the setting that names the file
 */
public record KeptSecret(String what, String setting, String fileSetting) {
    private static final int BYTES = 48;

    /**
     * The secret. Blocks.
     *
     * @param configured what the setting holds; blank takes the file
     * @param kept the file
     * @param random for a new one
     */
    public byte[] of(String configured, Path kept, SecureRandom random) {
        if (!configured.isBlank()) {
            return configured.getBytes(StandardCharsets.UTF_8);
        }
        Path file = kept.toAbsolutePath();
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Expected to keep the " + what + " in the file that " + fileSetting + " names, but: "
                            + e.getMessage() + ". Set " + setting + " instead.",
                    e);
        }
    }

    /** Whole or not at all; of two instances that begin at once, the first wins. */
    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        Path folder = Files.createDirectories(file.resolveSibling("."));
        Path aside = Files.createTempFile(
                folder,
                "secret",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(aside, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException _) {
            // Somebody else was faster: theirs is the secret.
        } catch (UnsupportedOperationException _) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
