package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.cluster.Services.Protocol;
import dev.rushes.campaigns.nemesis.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A campaign.
 *
 * @param jobs jobs in all, shared evenly by the protocols
 * @param seed what jobs and faults follow from
 * @param time in which the jobs are asked for, with faults; the campaign takes some minutes more
 * @param faults what is done to the cluster
 * @param cycles how often a guest joins and leaves, under each protocol
 * @param protocols group protocols, one phase each
 * @param poison how long poison may take to become a dead letter while nothing is done to the cluster
 * @param folder where logs and evidence go; must be new
 */
public record CampaignSettings(
        int jobs,
        long seed,
        Duration time,
        Set<FaultKind> faults,
        int cycles,
        List<Protocol> protocols,
        Duration poison,
        Path folder) {

    public CampaignSettings {
        faults = Set.copyOf(faults);
        protocols = List.copyOf(protocols);
        if (jobs < 1 || time.isNegative() || time.isZero() || protocols.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one job, some time and a protocol, but got " + jobs
                    + ", " + time + ", " + protocols);
        }
    }

    boolean onNetwork() {
        return faults.stream().anyMatch(FaultKind::onNetwork);
    }
}
