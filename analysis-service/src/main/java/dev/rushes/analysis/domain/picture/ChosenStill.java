package dev.rushes.analysis.domain.picture;

import dev.rushes.media.value.Rational;

/**
 * A picture that stands for its shot.
 *
 * @param at when it is shown
 * @param number number under which the picture was set aside, from 0
 */
public record ChosenStill(Rational at, int number) {}
