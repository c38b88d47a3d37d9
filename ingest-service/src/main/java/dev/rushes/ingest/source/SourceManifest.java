package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Remembers in the object store what the stage found out. It is written last, so that its presence says that the stage is done; it counts only
 * as long as the bytes that it speaks of are there.
 */
public final class SourceManifest {
    /** A manifest is a few hundred bytes; more than this is none. */
    static final int LIMIT = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SourceManifest.class);

    private final ObjectStore store;
    private final ManifestFormat format = new ManifestFormat();

    public SourceManifest(ObjectStore store) {
        this.store = store;
    }

    /** What an earlier try has found out; empty if none has come to its end or what it stored is gone. */
    public Mono<Optional<StoredMedia>> find(JobKeys keys) {
        return store.find(keys.sourceManifest()).flatMap(found -> found.map(document -> read(keys, document))
                .orElseGet(() -> Mono.just(Optional.empty())));
    }

    public Mono<Void> write(JobKeys keys, StoredMedia media) {
        return store.put(keys.sourceManifest(), format.write(media), "application/json")
                .then();
    }

    private Mono<Optional<StoredMedia>> read(JobKeys keys, StoredObject document) {
        return store.read(document, LIMIT).map(bytes -> parsed(keys, bytes)).flatMap(media -> store.find(keys.source())
                .map(bytes -> media.filter(known -> describes(known, bytes))));
    }

    /** An unreadable manifest is none: the work is done again and writes a better one. */
    private Optional<StoredMedia> parsed(JobKeys keys, byte[] bytes) {
        Optional<StoredMedia> media = format.read(bytes);
        if (media.isEmpty()) {
            LOG.warn(
                    "Expected a source manifest of version {}, but {} is none; the footage is looked at again",
                    ManifestFormat.VERSION,
                    keys.sourceManifest());
        }
        return media;
    }

    private static boolean describes(StoredMedia media, Optional<StoredObject> bytes) {
        return bytes.filter(object -> object.key().equals(media.media().key())
                        && object.size() == media.media().size())
                .isPresent();
    }
}
