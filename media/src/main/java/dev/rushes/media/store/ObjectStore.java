package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the bytes that are too big for events. All operations are lazy, never block the subscriber and signal a
 * {@link dev.rushes.runtime.stage.StageFailure} with {@code STORE_UNAVAILABLE}, {@code DISK_FULL}, {@code STORED_OBJECT_MISSING} or
 * {@code STORED_BYTES_DIFFER} when they fail. Keys come from {@link JobKeys}; a key that could leave the store's root is refused with
 * {@link IllegalArgumentException}.
 */
public interface ObjectStore {

    /**
     * Stores a finished file under a key, whole or not at all; what was there before is replaced. The file may be moved away.
     *
     * @return what was stored, with the digest of the bytes
     */
    Mono<StoredObject> put(String key, Path file, String contentType);

    /** Stores a small document, whole or not at all. */
    Mono<StoredObject> put(String key, byte[] document, String contentType);

    /**
     * Stores a stream of bytes as it comes in, with a constant amount of memory. The buffers may be reused by the caller once the next one is
     * requested.
     *
     * @param limit most bytes to accept; one more fails with {@link StoreFailure#OBJECT_TOO_LARGE} and leaves nothing behind
     */
    Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit);

    /** What is stored under a key; empty if nothing is. Reads no bytes. */
    Mono<Optional<StoredObject>> find(String key);

    /** The bytes of a small document, at most {@code limit} of them. */
    Mono<byte[]> read(StoredObject object, int limit);

    /**
     * A range of bytes, for range requests.
     *
     * @param from first byte, from 0
     * @param length number of bytes
     */
    Flux<ByteBuffer> read(StoredObject object, long from, long length);

    /**
     * Makes the bytes available as a local file for a tool, in the given folder, under a name that this program chose. The file must not be
     * changed. Size and digest are checked.
     */
    Mono<Path> fetch(StoredObject object, Path folder);

    /** Removes an object; nothing happens if there is none. */
    Mono<Void> delete(String key);

    /**
     * What is stored below a folder, at any depth, in no order that could be relied on. Reads page by page, as it is asked for; what is stored
     * or deleted meanwhile may or may not be told.
     *
     * @param folder key of the folder, without a slash at the end
     */
    Flux<ListedObject> list(String folder);
}
