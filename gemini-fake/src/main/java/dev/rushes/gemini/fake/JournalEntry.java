package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import java.time.Instant;
import java.util.Optional;

/**
 * One request that was made.
 *
 * @param at when, by the fake's clock
 * @param route what it was for; empty if nobody knows
 * @param what method and path
 * @param model model that was asked; empty if none was
 * @param status how it was answered; 0 if it was not
 * @param fault what befell it
 * @param keyInAddress whether a key stood in its address, where it does not belong
 * @param body what was sent, if it was no more than 4 MiB
 */
public record JournalEntry(
        Instant at,
        Optional<Route> route,
        String what,
        String model,
        int status,
        Optional<Fault> fault,
        boolean keyInAddress,
        String body) {}
