package dev.rushes.timeline.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;

/**
 * Counts time in frames of the footage, so that a cut always falls between two pictures; frame <em>n</em> begins at {@code n / rate}.
 *
 * @param rate frames a second, more than 0
 */
public record FrameClock(Rational rate) {
    /** Where there are no pictures, or nobody knows how many a second: a cut may fall on any millisecond. */
    static final FrameClock MILLISECONDS = new FrameClock(Rational.of(1000, 1));

    private static final Rational SLOWEST = Rational.of(1, 1);
    private static final Rational FASTEST = Rational.of(1000, 1);

    /** The clock of the footage's video track; headers that claim an absurd rate are not believed. */
    public static FrameClock of(MediaInfo info) {
        return info.video()
                .map(VideoInfo::frameRate)
                .filter(rate -> !rate.isLessThan(SLOWEST) && !FASTEST.isLessThan(rate))
                .map(FrameClock::new)
                .orElse(MILLISECONDS);
    }

    /** When a frame begins, in seconds. */
    public Rational time(long frame) {
        return Rational.of(frame, 1).dividedBy(rate);
    }

    public Span span(Frames frames) {
        return new Span(time(frames.start()), time(frames.end()));
    }

    /** The frame that is on at that time. */
    public long at(Rational time) {
        Rational frames = time.times(rate);
        return Math.floorDiv(frames.value(), frames.scale());
    }

    /** The first frame that does not begin before that time. */
    public long notBefore(Rational time) {
        Rational frames = time.times(rate);
        return Math.ceilDiv(frames.value(), frames.scale());
    }

    /** The frame whose beginning is nearest to that time. */
    public long nearest(Rational time) {
        Rational frames = time.times(rate).plus(Rational.of(1, 2));
        return Math.floorDiv(frames.value(), frames.scale());
    }

    /** The frames that a span touches. */
    public Frames touching(Span span) {
        return new Frames(at(span.start()), notBefore(span.end()));
    }
}
