package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import java.util.Optional;

/**
 * Collects the packets of a video track in decoding order and mends what containers leave out: a missing time of display becomes the time of
 * decoding, a missing or made-up duration the average one, and a clock that jumps is made continuous.
 *
 * <p>Only transport and program streams jump legally (a joined recording, a wrapped counter). There a clock that steps back by more than a
 * tenth of a second or ahead by more than ten seconds goes on where it was, which is also what ffmpeg does when it renders them.
 */
public final class PacketTableBuilder {
    private static final Rational STEP_BACK = Rational.of(1, 10);
    private static final Rational STEP_AHEAD = Rational.of(10, 1);

    private final Rational timeBase;
    private final boolean clockMayJump;
    private final long stepBack;
    private final long stepAhead;
    private final PacketColumns columns = new PacketColumns();

    private long offset;
    private long lastDts = Packet.UNKNOWN;
    private long lastDuration;
    private long latestShown = Long.MIN_VALUE;
    private long earliestShown = Long.MAX_VALUE;
    private long latestKnownEnd = Long.MIN_VALUE;
    private long shown;
    private long timed;
    private long durations;

    /**
     * @param clockMayJump whether the container is one whose clock may jump
     */
    public PacketTableBuilder(Rational timeBase, boolean clockMayJump) {
        if (!timeBase.isPositive()) {
            throw new IllegalArgumentException("Expected a time base above 0, but got " + timeBase);
        }
        this.timeBase = timeBase;
        this.clockMayJump = clockMayJump;
        this.stepBack = ticks(STEP_BACK);
        this.stepAhead = ticks(STEP_AHEAD);
    }

    public void add(Packet packet) {
        mendClock(packet);
        long time = timeOf(packet) + offset;
        columns.add(time, packet.key(), packet.shown());
        if (packet.hasDts()) {
            lastDts = packet.dts() + offset;
        }
        lastDuration = packet.duration() > 0 ? packet.duration() : lastDuration;
        if (packet.shown()) {
            show(time, packet.duration());
        }
    }

    public int size() {
        return columns.size();
    }

    /** The table; empty if no packet shows a picture. */
    public Optional<PacketTable> build() {
        return shown == 0 ? Optional.empty() : Optional.of(new PacketTable(timeBase, columns, end()));
    }

    private void mendClock(Packet packet) {
        if (!clockMayJump || !packet.hasDts() || lastDts == Packet.UNKNOWN) {
            return;
        }
        long step = packet.dts() + offset - lastDts;
        if (step < -stepBack || step > stepAhead) {
            offset += lastDuration - step;
        }
    }

    private long timeOf(Packet packet) {
        if (packet.hasPts()) {
            return packet.pts();
        }
        columns.markGuessed();
        if (packet.hasDts()) {
            return packet.dts();
        }
        int size = columns.size();
        return size == 0 ? 0 : columns.time(size - 1) + Math.max(1, lastDuration) - offset;
    }

    private void show(long time, long duration) {
        shown++;
        earliestShown = Math.min(earliestShown, time);
        latestShown = Math.max(latestShown, time);
        if (duration > 0) {
            timed++;
            durations += duration;
            latestKnownEnd = Math.max(latestKnownEnd, time + duration);
        }
    }

    /** The last picture ends when its packet says so; where packets say nothing or plainly lie, it lasts as long as the average one. */
    private long end() {
        if (latestKnownEnd > latestShown && (timed < shown || durationsFit())) {
            return latestKnownEnd;
        }
        long average = shown > 1 ? (latestShown - earliestShown) / (shown - 1) : lastDuration;
        return latestShown + Math.max(1, average);
    }

    /** Whether all durations together are about as long as the track, give or take a factor of two. */
    private boolean durationsFit() {
        long extent = latestShown - earliestShown;
        return shown == 1 || (durations > extent / 2 && durations / 2 <= extent + extent / (shown - 1));
    }

    private long ticks(Rational seconds) {
        Rational ticks = seconds.dividedBy(timeBase);
        return Math.max(1, ticks.value() / ticks.scale());
    }
}
