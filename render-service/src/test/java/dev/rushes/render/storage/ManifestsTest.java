package dev.rushes.render.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.FilmOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class ManifestsTest {
    private static final FilmOptions OPTIONS = new FilmOptions(FilmFormat.MP4, 720);
    private static final RenderKey KEY = new RenderKey("a".repeat(64), "b".repeat(64), OPTIONS);

    @TempDir
    Path root;

    private final JobKeys keys = new JobKeys("default", new UUID(1, 2));
    private ObjectStore store;
    private Manifests manifests;

    @BeforeEach
    void open() {
        store = new FileObjectStore(root);
        manifests = new Manifests(store);
    }

    @Test
    void whatWasRememberedIsFoundExactly() {
        Film film = remembered();

        assertThat(await(manifests.finished(keys, KEY))).contains(List.of(film));
    }

    @Test
    void anotherTimelineFootageOrOptionIsAnotherFilm() {
        Film film = remembered();

        for (RenderKey other : List.of(
                new RenderKey("c".repeat(64), KEY.media(), OPTIONS),
                new RenderKey(KEY.timeline(), "c".repeat(64), OPTIONS),
                new RenderKey(KEY.timeline(), KEY.media(), new FilmOptions(FilmFormat.WEBM, 720)),
                new RenderKey(KEY.timeline(), KEY.media(), new FilmOptions(FilmFormat.MP4, 480)))) {
            assertThat(await(manifests.finished(keys, other)))
                    .as("%s instead of %s", other, film)
                    .isEmpty();
        }
    }

    @Test
    void aFilmThatWasReplacedSinceIsNotAnnounced() {
        Film film = remembered();
        StoredObject replaced = put(film.object().key(), "another film");

        assertThat(await(manifests.finished(keys, KEY))).as("%s", replaced).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[1]", "{\"version\": 1, \"films\": null}", "not json"})
    void anUnreadableManifestIsAsGoodAsNone(String document) {
        StoredObject manifest = put(keys.renderManifest(), document);

        assertThat(await(manifests.finished(keys, KEY))).as("%s", manifest).isEmpty();
    }

    private Film remembered() {
        StoredObject object = put(keys.render(Film.NAME, "mp4"), "a film");
        Film film = new Film(Film.NAME, object, FilmFormat.MP4, 640, 360, Rational.of(1001, 50), true);
        var nothing = manifests.remember(keys, KEY, List.of(film)).blockOptional();
        return film;
    }

    private StoredObject put(String key, String text) {
        return await(store.put(key, text.getBytes(StandardCharsets.UTF_8), "video/mp4"));
    }

    private static <T> T await(Mono<T> mono) {
        return Optional.ofNullable(mono.block()).orElseThrow();
    }
}
