package dev.rushes.render.ffmpeg;

import dev.rushes.media.value.Rational;
import java.nio.file.Path;

/**
 * A film that is what was planned.
 *
 * @param file in the scratch folder
 * @param duration measured length in seconds
 */
public record CheckedFilm(Path file, Rational duration) {}
