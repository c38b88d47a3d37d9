package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers groups of pictures into chunks of about the wanted length. From the start of a chunk it takes the cut point that lies nearest to the
 * wanted end, but none that would make this chunk shorter than half or the rest shorter than a quarter of the wanted length. Where the
 * track would give more chunks than allowed, the wanted length grows until it does not.
 */
public final class ChunkPlanner {
    private final GopTable groups;
    private final long wanted;

    private ChunkPlanner(GopTable groups, long wanted) {
        this.groups = groups;
        this.wanted = wanted;
    }

    /**
     * @param length wanted length of a chunk in seconds, above 0
     * @param mostChunks most chunks that the plan may have, at least 1
     */
    public static ChunkPlan plan(GopTable groups, Rational length, int mostChunks) {
        PacketTable packets = groups.packets();
        long total = packets.end() - packets.earliestFrom(0);
        Rational ticks = length.dividedBy(packets.timeBase());
        // No chunk but the last is shorter than half the wanted length: twice the average length keeps the count within
        // its bound.
        long wanted = Math.max(ticks.value() / ticks.scale(), 2 * Math.ceilDiv(total, mostChunks));
        return new ChunkPlan(new ChunkPlanner(groups, wanted).cuts());
    }

    private List<Integer> cuts() {
        List<Integer> cuts = new ArrayList<>();
        int group = 0;
        while (true) {
            int next = next(group);
            if (next == groups.size()) {
                return cuts;
            }
            cuts.add(groups.first(next));
            group = next;
        }
    }

    /** The group that begins the chunk after the one that begins with this group; the number of groups if the chunk is the last. */
    private int next(int group) {
        long start = groups.start(group);
        long end = groups.packets().end();
        long target = start + wanted;
        int best = groups.size();
        long distance = Math.abs(end - target);
        for (int candidate = group + 1; candidate < groups.size(); candidate++) {
            long time = groups.start(candidate);
            long away = Math.abs(time - target);
            if (end - time < wanted / 4 || (time > target && away >= distance)) {
                return best;
            }
            if (time - start >= Math.ceilDiv(wanted, 2) && away < distance) {
                best = candidate;
                distance = away;
            }
        }
        return best;
    }
}
