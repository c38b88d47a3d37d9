package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;

/**
 * A new shot begins.
 *
 * @param at its first picture
 * @param boundary how: cut, fade, dissolve
 * @param score how sure the analyzer is, 0 to 1
 * @param by analyzer and version
 */
public record ShotStart(Rational at, String boundary, double score, String by) {}
