package dev.rushes.media.store.s3;

import dev.rushes.media.store.Digests;
import dev.rushes.media.store.StoreErrors;
import dev.rushes.media.value.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/** An object on its way into a local file, under a name of its own until all bytes are there and are the right ones. Blocks. */
final class FetchedFile {
    private final StoredObject object;
    private final Path target;
    private final Path unfinished;
    private final FileChannel channel;
    private final MessageDigest digest = Digests.sha256();

    private FetchedFile(StoredObject object, Path target, Path unfinished, FileChannel channel) {
        this.object = object;
        this.target = target;
        this.unfinished = unfinished;
        this.channel = channel;
    }

    static FetchedFile create(StoredObject object, Path folder) throws IOException {
        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
        Path target = folder.resolve(object.sha256().substring(0, 12) + "-" + name);
        Path unfinished = folder.resolve(UUID.randomUUID() + ".fetch");
        FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new FetchedFile(object, target, unfinished, channel);
    }

    void write(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path finish() throws IOException {
        channel.close();
        String found = Digests.hex(digest);
        if (!found.equals(object.sha256())) {
            throw StoreErrors.differs(object.key(), "bytes with SHA-256 " + object.sha256(), "bytes with " + found);
        }
        return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind; harmless once it is finished. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
