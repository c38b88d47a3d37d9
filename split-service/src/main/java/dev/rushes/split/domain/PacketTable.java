package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;

/**
 * The packets of one video track in decoding order: when each is shown, whether it is a keyframe, whether it is shown at all. Times are ticks
 * of the track's own time base, on the track's own clock, which need not begin at 0; missing ones have been derived and, where the container
 * allows jumps, its clock has been made continuous. Built by {@link PacketTableBuilder}; holds 17 bytes a packet.
 */
public final class PacketTable {
    private final Rational timeBase;
    private final PacketColumns columns;
    private final long[] earliestFrom;
    private final long end;

    /**
     * @param end ticks at which the last picture has been shown
     */
    PacketTable(Rational timeBase, PacketColumns columns, long end) {
        this.timeBase = timeBase;
        this.columns = columns;
        this.end = end;
        this.earliestFrom = earliestFrom(columns, end);
    }

    private static long[] earliestFrom(PacketColumns columns, long end) {
        long[] earliest = new long[columns.size() + 1];
        earliest[columns.size()] = end;
        for (int packet = columns.size() - 1; packet >= 0; packet--) {
            earliest[packet] =
                    columns.shown(packet) ? Math.min(earliest[packet + 1], columns.time(packet)) : earliest[packet + 1];
        }
        return earliest;
    }

    public int size() {
        return columns.size();
    }

    /** Length of a tick in seconds. */
    public Rational timeBase() {
        return timeBase;
    }

    /** Ticks at which a packet's picture appears. */
    public long time(int packet) {
        return columns.time(packet);
    }

    public boolean key(int packet) {
        return columns.key(packet);
    }

    /** Whether the packet's picture is shown; one before the beginning of an edit list is decoded only. */
    public boolean shown(int packet) {
        return columns.shown(packet);
    }

    /** Whether the container left out when some packets are shown, so that the order of display is a guess. */
    public boolean guessed() {
        return columns.guessed();
    }

    /** Ticks at which the first picture of the packets from this one on appears; the end of the track if they show none. */
    public long earliestFrom(int packet) {
        return earliestFrom[packet];
    }

    /** Ticks at which the track ends. */
    public long end() {
        return end;
    }

    /** Pictures that are shown out of the packets in {@code [from, to)}. */
    public long frames(int from, int to) {
        long frames = 0;
        for (int packet = from; packet < to; packet++) {
            frames += columns.shown(packet) ? 1 : 0;
        }
        return frames;
    }

    /**
     * The time that the packets in {@code [from, to)} cover: from their first picture to the first picture of those after them. Neighbouring ranges
     * have neighbouring spans, whatever the packets hold.
     */
    public Span span(int from, int to) {
        return new Span(seconds(earliestFrom[from]), seconds(earliestFrom[to]));
    }

    /** The time that the whole track covers. */
    public Span span() {
        return span(0, size());
    }

    /** Whether pictures are hidden after the first that is shown: then a copy of a part would show what the source does not. */
    public boolean hidesPicturesInside() {
        for (int packet = 0; packet < size(); packet++) {
            if (!columns.shown(packet) && columns.time(packet) >= earliestFrom[0]) {
                return true;
            }
        }
        return false;
    }

    private Rational seconds(long ticks) {
        return timeBase.times(Rational.of(ticks, 1));
    }
}
