package dev.rushes.render.domain;

/**
 * What the caller wants of the film.
 *
 * @param format container and codecs
 * @param maxHeight most lines of the picture: 1080, 720 or 480
 */
public record FilmOptions(FilmFormat format, int maxHeight) {}
