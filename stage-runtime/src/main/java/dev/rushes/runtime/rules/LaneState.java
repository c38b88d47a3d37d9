package dev.rushes.runtime.rules;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a lane stands on this instance.
 *
 * @param at when that was so
 * @param share this instance's part, from 0 to 1
 * @param requests calls that could be made at once; empty without a limit, as are the next three
 * @param tokens tokens that could be spent at once; negative while a debt is paid off
 * @param requestsToday calls that are left today, as far as they have become available
 * @param places places in flight
 * @param inFlight places that are taken
 * @param waiting those who wait
 * @param held until when the lane is paused
 * @param expired reservations that timed out so far
 */
public record LaneState(
        Instant at,
        double share,
        OptionalLong requests,
        OptionalLong tokens,
        OptionalLong requestsToday,
        OptionalInt places,
        int inFlight,
        int waiting,
        Optional<Instant> held,
        long expired) {}
