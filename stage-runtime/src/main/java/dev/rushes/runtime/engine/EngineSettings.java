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
 * @param parking what may wait in the window for a lane
 * @param progressInterval shortest time between two progress reports of a record
 * @param persistence longest wait between two tries to send a letter; the shortest is a hundredth of it
 */
public record EngineSettings(
        WindowLimits window,
        WindowLimits retryWindow,
        FairShares shares,
        double tenantShare,
        LeaseTimes leases,
        Parking parking,
        Duration progressInterval,
        Duration persistence) {

    /**
     * Records that wait in the window for a lane hold their place in the log, and so the commit, and take room from others. What would wait
     * longer, or is one too many, waits in the retry topic.
     *
     * @param horizon longest wait in the window
     * @param records most records that wait there
     */
    public record Parking(Duration horizon, int records) {}
}
