package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.Optional;

/**
 * Measures an audio track from its packets, with a constant amount of memory. Sound never runs backwards: a clock that does goes on where it
 * was. What lies before zero is the encoder's run-up, which nobody hears.
 */
public final class SoundBuilder {
    private static final Rational LONGEST_SEAM = Rational.of(1, 5);

    private boolean heard;
    private long packets;
    private long offset;
    private long start;
    private long end;
    private long widestGap;

    public void add(Packet packet) {
        packets++;
        if (!packet.shown()) {
            return;
        }
        long time = packet.hasPts() ? packet.pts() + offset : end;
        if (!heard) {
            heard = true;
            start = Math.max(0, time);
            end = start;
        } else if (time < end - packet.duration()) {
            offset += end - time;
            time = end;
        }
        widestGap = Math.max(widestGap, time - end);
        end = Math.max(end, time + Math.max(0, packet.duration()));
    }

    public long packets() {
        return packets;
    }

    /** The track; empty if it holds no sound. */
    public Optional<Sound> build(Rational timeBase) {
        if (!heard) {
            return Optional.empty();
        }
        boolean gaps = LONGEST_SEAM.isLessThan(seconds(widestGap, timeBase));
        return Optional.of(new Sound(new Span(seconds(start, timeBase), seconds(end, timeBase)), gaps));
    }

    private static Rational seconds(long ticks, Rational timeBase) {
        return timeBase.times(Rational.of(ticks, 1));
    }
}
