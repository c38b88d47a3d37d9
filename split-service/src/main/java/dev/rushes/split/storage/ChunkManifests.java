package dev.rushes.split.storage;

import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.split.domain.ChunkManifest;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the chunk manifest of each job. */
public final class ChunkManifests {
    private static final String JSON = "application/json";

    private final ObjectStore store;
    private final JsonMapper json;
    private final int largest;

    /**
     * @param largest most bytes that a manifest may have
     */
    public ChunkManifests(ObjectStore store, JsonMapper json, int largest) {
        this.store = store;
        this.json = json;
        this.largest = largest;
    }

    /** The manifest of a finished split of these very bytes, if there is one. */
    public Mono<Optional<ChunkManifest>> find(JobKeys keys, StoredObject media) {
        return store.find(keys.chunkManifest())
                .flatMap(
                        found -> found.map(object -> store.read(object, largest).map(this::read))
                                .orElseGet(Mono::empty))
                .filter(manifest -> manifest.sourceSha256().equals(media.sha256()))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    public Mono<ChunkManifest> save(JobKeys keys, ChunkManifest manifest) {
        return Mono.fromCallable(() -> json.writeValueAsBytes(ManifestDocument.of(manifest)))
                .flatMap(document -> store.put(keys.chunkManifest(), document, JSON))
                .thenReturn(manifest);
    }

    private ChunkManifest read(byte[] document) {
        return json.readValue(document, ManifestDocument.class).manifest();
    }
}
