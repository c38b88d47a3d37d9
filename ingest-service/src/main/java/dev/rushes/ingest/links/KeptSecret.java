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

/** The secret that links are signed with: configured, or made up once and kept in a file that only its owner can read. Blocks. */
final class LinkSecret {
    private static final int BYTES = 48;

    private LinkSecret() {}

    static byte[] of(LinkSettings settings, SecureRandom random) {
        if (!settings.secret().isBlank()) {
            return settings.secret().getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(settings.secretFile()).toAbsolutePath();
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Expected to keep the link secret in the file that rushes.links.secret-file names, but: "
                            + e.getMessage() + ". Set rushes.links.secret instead.",
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
                "link-secret",
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
