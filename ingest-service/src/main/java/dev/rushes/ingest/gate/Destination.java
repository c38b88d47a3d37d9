package dev.rushes.ingest.gate;

import dev.rushes.ingest.domain.SourceUrl;
import java.net.InetAddress;
import java.util.List;

/**
 * A checked address and the only places that it may be connected to.
 *
 * @param url what to ask for
 * @param addresses where to connect to, each of them checked; at least one
 */
public record Destination(SourceUrl url, List<InetAddress> addresses) {
    public Destination {
        addresses = List.copyOf(addresses);
    }
}
