package dev.rushes.split.domain;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The groups of pictures of a track that stand on their own: the first packet of each. The first group begins with the first packet, whatever
 * that is; a source without usable cut points is one group.
 *
 * <pre>
 *   decoding order   I0 P3 B1 B2 | I6 B4 B5 P9 ...      I6 does not separate: B4 and B5 come after it and are shown before it
 *   decoding order   I0 P3 B1 B2 | I4 P7 B5 B6 ...      I4 separates
 * </pre>
 */
public final class GopTable {
    private final PacketTable packets;
    private final int[] firsts;

    private GopTable(PacketTable packets, int[] firsts) {
        this.packets = packets;
        this.firsts = firsts;
    }

    /**
     * Finds the cut points.
     *
     * @param codec name as ffmpeg says it
     * @param refreshes packets that are decoder refreshes; asked only where {@link CutRule#of the codec's rule} wants them
     */
    public static GopTable of(PacketTable packets, String codec, BitSet refreshes) {
        boolean needsRefresh = CutRule.of(codec) == CutRule.SEPARATING_REFRESH;
        if (packets.guessed() && CutRule.mayReorder(codec) && !needsRefresh) {
            return new GopTable(packets, new int[] {0});
        }
        return new GopTable(packets, separating(packets, needsRefresh, refreshes));
    }

    private static int[] separating(PacketTable packets, boolean needsRefresh, BitSet refreshes) {
        int[] firsts = new int[16];
        int count = 1;
        long latest = packets.time(0);
        for (int packet = 1; packet < packets.size(); packet++) {
            if (candidate(packets, packet)
                    && separates(packets, packet, latest)
                    && (!needsRefresh || refreshes.get(packet))) {
                firsts = count == firsts.length ? Arrays.copyOf(firsts, count * 2) : firsts;
                firsts[count++] = packet;
            }
            latest = Math.max(latest, packets.time(packet));
        }
        return Arrays.copyOf(firsts, count);
    }

    private static boolean candidate(PacketTable packets, int packet) {
        return packets.key(packet) && packets.shown(packet);
    }

    private static boolean separates(PacketTable packets, int packet, long latestBefore) {
        long time = packets.time(packet);
        return latestBefore < time
                && packets.earliestFrom(packet) == time
                && packets.earliestFrom(packet + 1) > time
                && packets.earliestFrom(0) < time;
    }

    public PacketTable packets() {
        return packets;
    }

    /** Number of groups, at least 1. */
    public int size() {
        return firsts.length;
    }

    /** First packet of a group. */
    public int first(int group) {
        return firsts[group];
    }

    /** Ticks at which a group begins. */
    public long start(int group) {
        return packets.earliestFrom(firsts[group]);
    }
}
