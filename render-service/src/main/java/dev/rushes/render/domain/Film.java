package dev.rushes.render.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;

/**
 * A finished film.
 *
 * @param name of the output inside the job
 * @param object the bytes
 * @param format container and codecs
 * @param width pixels
 * @param height lines
 * @param duration measured length in seconds
 * @param sound whether it is heard
 */
public record Film(
        String name, StoredObject object, FilmFormat format, int width, int height, Rational duration, boolean sound) {

    /** Name of the one film that a job has. */
    public static final String NAME = "film";
}
