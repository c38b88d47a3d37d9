package dev.rushes.render.storage;

import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.Film;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Remembers which films have been made of what, beside the films. */
public final class Manifests {
    private static final int MOST_BYTES = 1 << 20;

    private final ObjectStore store;
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    public Manifests(ObjectStore store) {
        this.store = store;
    }

    /** The films, if they were made of the very same things and are all still there; empty otherwise. */
    public Mono<Optional<List<Film>>> finished(JobKeys keys, RenderKey key) {
        return store.find(keys.renderManifest()).flatMap(manifest -> manifest.map(object -> read(object, key))
                .orElseGet(() -> Mono.just(Optional.empty())));
    }

    /** Written last: its presence says that the films before it are whole. */
    public Mono<Void> remember(JobKeys keys, RenderKey key, List<Film> films) {
        return Mono.fromCallable(() -> json.writeValueAsBytes(ManifestDocument.of(key, films)))
                .flatMap(document -> store.put(keys.renderManifest(), document, "application/json"))
                .then();
    }

    private Mono<Optional<List<Film>>> read(StoredObject manifest, RenderKey key) {
        return store.read(manifest, MOST_BYTES)
                .map(document -> parse(document, key))
                .flatMap(films -> films.map(this::ifPresent).orElseGet(() -> Mono.just(Optional.empty())));
    }

    /** An unreadable manifest is as good as none: the film is made again. */
    private Optional<List<Film>> parse(byte[] bytes, RenderKey key) {
        try {
            return Optional.ofNullable(json.readValue(bytes, ManifestDocument.class))
                    .filter(document -> document.answers(key))
                    .map(ManifestDocument::made);
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private Mono<Optional<List<Film>>> ifPresent(List<Film> films) {
        return Flux.fromIterable(films)
                .concatMap(
                        film -> store.find(film.object().key()).map(found -> found.equals(Optional.of(film.object()))))
                .all(Boolean::booleanValue)
                .map(complete -> complete && !films.isEmpty() ? Optional.of(films) : Optional.empty());
    }
}
