package dev.rushes.media.store;

import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was begun in a store and neither finished nor given up, because a process died: it takes room and is listed nowhere else. A store that keeps
 * nothing of the kind has none of these.
 */
public interface UnfinishedUploads {

    /**
     * One of them.
     *
     * @param key where the whole object would be
     * @param token how the store calls it; that of a {@link PartedObject} if it is one
     * @param begun when it was begun, whatever has come in since
     */
    record UnfinishedUpload(String key, String token, Instant begun) {}

    /** All of them, also those that are being written. Reads page by page, as it is asked for; fails as an {@link ObjectStore} does. */
    Flux<UnfinishedUpload> list();

    /** Gives one up: what has come in is gone, and whoever still writes fails. Nothing happens if there is none any more. */
    Mono<Void> abort(UnfinishedUpload upload);
}
