package dev.rushes.campaigns.nemesis;

import dev.rushes.campaigns.cluster.Brokers;
import dev.rushes.campaigns.cluster.Network;
import dev.rushes.campaigns.cluster.Services;
import java.util.List;

/**
 * What a nemesis works on.
 *
 * @param steady services that are meant to run all the time
 * @param guest service that joins and leaves
 */
public record Targets(
        Network network, Brokers brokers, Services services, ClusterView view, List<String> steady, String guest) {

    List<Network.Node> nodes() {
        return java.util.stream.Stream.concat(
                        brokers.ids().stream().map(brokers::node),
                        java.util.stream.Stream.concat(steady.stream(), java.util.stream.Stream.of(guest))
                                .map(services::node))
                .toList();
    }
}
