package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.LeaseTimes;
import dev.rushes.runtime.rules.WindowLimits;
import java.time.Duration;

/**
 * Limits of the engine, beside those of the stage's policy.
 *
 * @param window what waits or runs from the stage's topic
 * @param retryWindow what waits or runs from the retry topic; larger, because most of it is not due
 * @param shares how workers are shared among tenants and classes
 * @param tenantShare part of a window that one tenant's records may fill when it is nearly full, in (0, 1]
 * @param leases when work is told to other instances
 * @param progressInterval shortest time between two progress reports of a record
 * @param persistence longest wait between two tries to send a letter; the shortest is a hundredth of it
 */
public record EngineSettings(
        WindowLimits window,
        WindowLimits retryWindow,
        FairShares shares,
        double tenantShare,
        LeaseTimes leases,
        Duration progressInterval,
        Duration persistence) {}
