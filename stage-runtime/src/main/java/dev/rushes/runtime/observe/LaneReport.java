package dev.rushes.runtime.observe;

import dev.rushes.flow.FlowStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One instance's part of what an outside service grants.
 *
 * @param lane its name
 * @param stages who may use it
 * @param limits what the service grants to all instances together
 * @param share this instance's part, from 0 to 1
 * @param free what this instance could use at once
 * @param inFlight calls in flight
 * @param waiting units of work that wait for the lane
 * @param pausedUntil when it opens again, if it is paused
 */
public record LaneReport(
        String lane,
        List<FlowStage> stages,
        Limits limits,
        double share,
        Free free,
        int inFlight,
        int waiting,
        Optional<Instant> pausedUntil) {

    public LaneReport {
        stages = List.copyOf(stages);
    }

    /** Empty is no limit. */
    public record Limits(
            OptionalLong requestsPerMinute,
            OptionalLong tokensPerMinute,
            OptionalLong requestsPerDay,
            OptionalInt inFlight) {}

    /** Empty where there is no limit; tokens are negative while a debt is paid off. */
    public record Free(OptionalLong requests, OptionalLong tokens, OptionalLong requestsToday) {}
}
