package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.WindowLimits;
import java.time.Duration;

/**
 * Limits of the engine, beside those of the stage's policy.
 *
 * @param window what waits or runs from the stage's topic
 * @param retryWindow what waits or runs from the retry topic; larger, because most of it is not due
 * @param shares how workers are shared among tenants and classes
 * @param progressInterval shortest time between two progress reports of a record
 * @param persistence longest wait between two tries to send a letter; the shortest is a hundredth of it
 */
public record EngineSettings(
        WindowLimits window,
        WindowLimits retryWindow,
        FairShares shares,
        Duration progressInterval,
        Duration persistence) {}
