package dev.rushes.render.storage;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.FilmOptions;
import java.util.List;

/**
 * {@code renders/manifest.json}: what was made of what ({@code docs/formats.md}).
 *
 * @param version 1
 * @param timeline digest of the timeline document
 * @param media digest of the footage
 * @param format container and codecs
 * @param maxHeight most lines that the job asked for
 * @param films what was made
 */
record ManifestDocument(
        int version, String timeline, String media, FilmFormat format, int maxHeight, List<FilmEntry> films) {
    static final int VERSION = 1;

    /** One film. The duration is written as {@code "value/scale"} in seconds. */
    record FilmEntry(
            String name,
            String key,
            long size,
            String sha256,
            String contentType,
            FilmFormat format,
            int width,
            int height,
            String duration,
            boolean sound) {

        static FilmEntry of(Film film) {
            StoredObject object = film.object();
            return new FilmEntry(
                    film.name(),
                    object.key(),
                    object.size(),
                    object.sha256(),
                    object.contentType(),
                    film.format(),
                    film.width(),
                    film.height(),
                    film.duration().toString(),
                    film.sound());
        }

        Film film() {
            StoredObject object = new StoredObject(key, size, sha256, contentType);
            return new Film(name, object, format, width, height, Rational.parse(duration), sound);
        }
    }

    static ManifestDocument of(RenderKey key, List<Film> films) {
        return new ManifestDocument(
                VERSION,
                key.timeline(),
                key.media(),
                key.options().format(),
                key.options().maxHeight(),
                films.stream().map(FilmEntry::of).toList());
    }

    boolean answers(RenderKey key) {
        return version == VERSION && key.equals(new RenderKey(timeline, media, new FilmOptions(format, maxHeight)));
    }

    List<Film> made() {
        return films.stream().map(FilmEntry::film).toList();
    }
}
