package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Objects that come in piece by piece: an upload that breaks off and goes on, today here and tomorrow through another process.
 *
 * <pre>
 *   begin ──► append ──► append ──► … ──► join        the object is there, whole, under its key
 *                 └─ Part, Part, …  └──► abandon      nothing is left
 * </pre>
 *
 * <b>What counts.</b> The caller records each part that {@link #append} tells, and hands the recorded ones back with every call. A part that
 * was told but never recorded does not exist: the next call may overwrite or ignore its bytes. What the given parts name must stay untouched
 * until {@link #join} or {@link #abandon}: so a caller can take back an append, or part of it, by not recording it.
 *
 * <p><b>Who writes.</b> The caller sees to it that one process at a time writes to an object. It may fail at that: a process that was stopped
 * for a minute wakes up and goes on writing. What such a writer does must never change the bytes that recorded parts stand for without
 * {@link #join} noticing. (Files: every writer has a file of its own. S3: the ETag of a part is its token, and completing names it.)
 *
 * <p><b>Two kinds of store fit.</b> One that can append to a file tells the same part again and again as it grows. One with numbered parts of
 * a least size (S3: from 5 MiB, but the last; at most 10,000 of them; some servers want all of one size) cuts the bytes at
 * {@link PartedObject#partSize()}, keeps what is left at the end of an append as a <i>tail</i> (an object of its own, under a name never used
 * before), and begins the next append with the bytes of that tail; the full part then replaces the tail, under the same number.
 *
 * <p>All operations are lazy, never block the subscriber, use a constant amount of memory whatever the sizes are, and signal a
 * {@link dev.rushes.runtime.stage.StageFailure} with {@code STORE_UNAVAILABLE}, {@code DISK_FULL}, {@code STORED_OBJECT_MISSING} (parts that
 * were recorded are gone) or {@link StoreFailure#TOO_MANY_PARTS} when they fail.
 */
public interface PartStore {

    /**
     * Begins an object.
     *
     * @param id the caller's name for it, never used twice
     * @param key where the whole object will be
     * @param contentType media type of the whole object
     * @param atMost bytes that it can have at most: its length where that is known, else the caller's limit. Decides the size of parts
     */
    Mono<PartedObject> begin(UUID id, String key, String contentType, long atMost);

    /**
     * Appends bytes behind the recorded parts.
     *
     * <p>Each signal is a part to record under its number, in place of what was recorded under that number before; it is durable when it is
     * told. The length of the object is then the sum of all parts. Parts are told often enough that a crash costs little (files: every
     * {@code checkpoint} of bytes; S3: every part), and the next one is not told before the last was requested.
     *
     * <p>When the bytes end, wherever that is, everything that came is made durable and told, and the Flux completes. The bytes do not fail:
     * a caller that loses its client ends them. If storing fails, the Flux fails; parts told before stay good. Cancelling stops at once and
     * tells nothing more.
     *
     * @param parts all recorded parts, by number
     * @param bytes requested one buffer at a time: once the next is requested, the caller may reuse the last
     */
    Flux<Part> append(PartedObject object, List<Part> parts, Flux<ByteBuffer> bytes);

    /**
     * What of the recorded parts is truly there: the longest beginning of the list whose parts are whole. Less than all of it means that the
     * store lost what it had called durable.
     */
    Mono<List<Part>> check(PartedObject object, List<Part> parts);

    /**
     * Makes the whole object appear under its key, whole or not at all. What was stored for the parts may be gone afterwards. A repeat, after
     * a crash or on another process, gives the same answer: an object under the key with exactly the parts' length and no parts any more is
     * taken for the result of the first.
     *
     * @param parts all recorded parts; none makes an empty object
     */
    Mono<StoredObject> join(PartedObject object, List<Part> parts);

    /**
     * Makes a new object out of finished ones, in their order; these stay. The same one may be named more than once. A repeat replaces the
     * result with an equal one.
     */
    Mono<StoredObject> concatenate(String key, String contentType, List<StoredObject> objects);

    /** Removes all that was stored for an object that will not be joined. Nothing happens if there is nothing. */
    Mono<Void> abandon(PartedObject object);

    /**
     * What is kept of one object.
     *
     * @param id the caller's name for it
     * @param pieces files or tails; 0 for what is left of an object that has none any more
     * @param bytes of all of them
     * @param newest when the last of them was written to
     */
    record Kept(UUID id, long pieces, long bytes, Instant newest) {
        private static final Pattern ID =
                Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

        /** The object that a folder is named after; empty if it is none of this store's. */
        public static Optional<UUID> idOf(String folder) {
            return ID.matcher(folder).matches() ? Optional.of(UUID.fromString(folder)) : Optional.empty();
        }

        /** Both together. */
        public Kept plus(Kept other) {
            return new Kept(
                    id,
                    pieces + other.pieces,
                    bytes + other.bytes,
                    newest.isAfter(other.newest) ? newest : other.newest);
        }
    }

    /**
     * All that is kept beside finished objects, also of objects that are being written, and of such as nobody knows any more. Reads on as it is asked
     * for. Not told is what the store keeps elsewhere ({@link UnfinishedUploads}), and what it has not made.
     */
    Flux<Kept> kept();

    /** Removes what is {@link #kept} of an object that nobody knows. Nothing happens if there is nothing. */
    Mono<Void> forget(UUID id);
}
