package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.rules.LaneTerms;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an outside service grants to all instances together, under {@code rushes.lanes.<name>}; a name with a colon needs brackets:
 * {@code rushes.lanes[gemini:flash].requests-per-minute}. The same on every instance, or they grant themselves more than there is. A limit
 * that is not named is none. At a limit records wait, without a worker and without a try.
 *
 * @param stages stages that use the lane, in whatever service they run; at least one. Each gets an equal part
 * @param requestsPerMinute most calls in any 60 seconds
 * @param tokensPerMinute most tokens in any 60 seconds
 * @param requestsPerDay most calls from midnight to midnight; a part of it flows in over the day, see {@code day-ahead}
 * @param inFlight most calls at a time
 * @param largestClaim most tokens of one call; a tenth of the tokens per minute if absent. A larger claim fails
 * @param burst part of a minute's limit that may be spent at once; the rest flows evenly
 * @param dayAhead part of a day's limit that is there at midnight
 * @param dayZone where it is midnight
 * @param reservationTimeout after this a call that nobody settled gives its place in flight back; longer than the longest call
 * @param handover how long places in flight that come from another instance stay closed; as long as {@code reservation-timeout} if absent,
 *     which keeps the limit whatever happens, also through a restart
 * @param longestHold longest pause that the service can ask for
 */
record LaneSettings(
        @DefaultValue Set<FlowStage> stages,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Integer inFlight,
        @Nullable Long largestClaim,
        @DefaultValue("0.2") double burst,
        @DefaultValue("0.5") double dayAhead,
        @DefaultValue("America/Los_Angeles") ZoneId dayZone,
        @DefaultValue("2m") Duration reservationTimeout,
        @Nullable Duration handover,
        @DefaultValue("25h") Duration longestHold) {

    LaneDefinition named(String name) {
        LaneTerms terms = new LaneTerms(
                burst,
                dayAhead,
                dayZone,
                reservationTimeout,
                handover == null ? reservationTimeout : handover,
                longestHold);
        LaneLimits limits = new LaneLimits(
                optional(requestsPerMinute),
                optional(tokensPerMinute),
                optional(requestsPerDay),
                inFlight == null ? OptionalInt.empty() : OptionalInt.of(inFlight),
                largestClaim == null ? 0 : largestClaim,
                terms);
        return new LaneDefinition(name, List.copyOf(stages), limits);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
