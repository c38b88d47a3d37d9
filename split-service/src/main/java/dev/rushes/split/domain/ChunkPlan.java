package dev.rushes.split.domain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a track is cut.
 *
 * @param cuts first packet of every chunk but the first, ascending; empty if the track stays whole
 */
public record ChunkPlan(List<Integer> cuts) {

    public ChunkPlan {
        cuts = List.copyOf(cuts);
    }

    /** Number of chunks, at least 1. */
    public int size() {
        return cuts.size() + 1;
    }

    /** The cuts as the segment muxer reads them: packet numbers with commas between. Empty if there is no cut. */
    public String packetNumbers() {
        return cuts.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
