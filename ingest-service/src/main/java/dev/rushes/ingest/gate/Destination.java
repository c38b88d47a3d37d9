package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.SourceUrl;
import java.net.InetAddress;
import java.util.List;

/**
 * A checked address and the only places that it may be fetched from.
 *
 * @param url what to ask for
 * @param addresses where to connect to, each of them checked; at least one
 */
record Destination(SourceUrl url, List<InetAddress> addresses) {
    Destination {
        addresses = List.copyOf(addresses);
    }
}
