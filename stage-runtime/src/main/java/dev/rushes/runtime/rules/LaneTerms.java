package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How the limits of a lane are kept.
 *
 * @param burst part of a minute's limit that all instances together may spend at once, above 0 and at most 1; the rest flows evenly. More
 *     lets bursts through and leaves less for the steady flow
 * @param dayAhead part of a day's limit that is there at the reset, for whoever has the share then; the rest flows evenly over the day. From
 *     0 to 1
 * @param zone where a day of the service begins, at midnight
 * @param reservationTimeout after this a reservation that was never settled gives its place in flight back; longer than the longest call
 * @param handover how long a place in flight that comes from another instance stays closed, so that the calls of its last owner are over. As
 *     long as {@code reservationTimeout} the limit holds whatever happens; shorter, a rebalance may exceed it for a moment
 * @param longestHold longest time that somebody can pause the lane for
 */
public record LaneTerms(
        double burst,
        double dayAhead,
        ZoneId zone,
        Duration reservationTimeout,
        Duration handover,
        Duration longestHold) {

    /** Midnight where Gemini's days begin. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    public static final LaneTerms DEFAULTS =
            new LaneTerms(0.2, 0.5, PACIFIC, Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofHours(25));

    public LaneTerms {
        if (!(burst > 0 && burst <= 1) || !(dayAhead >= 0 && dayAhead <= 1)) {
            throw new IllegalArgumentException("Expected 0 < burst <= 1 and 0 <= day-ahead <= 1, but got burst " + burst
                    + " and day-ahead " + dayAhead);
        }
        if (!reservationTimeout.isPositive() || handover.isNegative() || !longestHold.isPositive()) {
            throw new IllegalArgumentException(
                    "Expected a positive reservation-timeout and longest-hold and a handover of at least 0, but got "
                            + reservationTimeout + ", " + longestHold + " and " + handover);
        }
    }

    public LaneTerms withBurst(double part) {
        return new LaneTerms(part, dayAhead, zone, reservationTimeout, handover, longestHold);
    }

    public LaneTerms withReservationTimeout(Duration timeout, Duration closedAfterHandover) {
        return new LaneTerms(burst, dayAhead, zone, timeout, closedAfterHandover, longestHold);
    }
}
