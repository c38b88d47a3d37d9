package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;

/**
 * What the film shall be.
 *
 * @param length seconds that the film shall last
 * @param shortestClip seconds below which a clip is a flash
 * @param longestClip seconds above which a clip is boring; footage that is kept whole may be longer
 * @param clock what cuts are snapped to
 */
public record CutWish(Rational length, Rational shortestClip, Rational longestClip, FrameClock clock) {
    public CutWish {
        if (!length.isPositive() || !shortestClip.isPositive() || longestClip.isLessThan(shortestClip)) {
            throw new IllegalArgumentException(
                    "Expected a film length of more than 0 s and clips of 0 s < shortest <= longest, but got " + length
                            + " s, " + shortestClip + " s and " + longestClip + " s");
        }
    }
}
