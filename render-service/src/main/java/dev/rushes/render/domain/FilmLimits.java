package dev.rushes.render.domain;

import java.time.Duration;

/**
 * What this installation makes at most.
 *
 * @param maxLength longest film; a longer cut is refused
 * @param gifMaxLength longest moving picture in GIF format; a longer cut ends there, with a note, because all its pictures are held in memory until
 *     the palette is known
 * @param gifSize widest and highest picture in GIF format, in pixels
 * @param gifFrameRate most pictures a second in GIF format
 */
public record FilmLimits(Duration maxLength, Duration gifMaxLength, int gifSize, int gifFrameRate) {}
