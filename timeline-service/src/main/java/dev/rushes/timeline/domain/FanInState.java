package dev.rushes.timeline.domain;

import java.util.Optional;
import java.util.UUID;

/**
 * What the ledger knows of one job and run at the moment when it has recorded an input.
 *
 * @param count how many chunks there are and how many of them are missing; empty as long as the split has not said
 * @param assembly the assembly, once an input has triggered it
 * @param newerRunAssembled whether a later run of the same job already has its cut
 * @param fillsGap whether the input brings findings for a chunk that the assembly counts as a gap
 */
public record FanInState(
        Optional<Count> count, Optional<Assembly> assembly, boolean newerRunAssembled, boolean fillsGap) {

    /**
     * Chunks of both tracks.
     *
     * @param expected how many there are
     * @param missing how many of the indices 0 to N-1 of either track have not come yet
     */
    public record Count(int expected, int missing) {}

    /**
     * An assembly that has begun, and perhaps ended.
     *
     * @param trigger the input that completed the set
     * @param result what came of it; empty while it is under way, or since somebody died over it
     */
    public record Assembly(UUID trigger, Optional<AssembledTimeline> result) {}
}
