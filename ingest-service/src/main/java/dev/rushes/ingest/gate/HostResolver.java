package dev.rushes.ingest.gate;

import java.net.InetAddress;
import java.util.List;
import reactor.core.publisher.Mono;

/** Asks where a host is. A port, so that tests decide what the answer is. */
@FunctionalInterface
public interface HostResolver {

    /**
     * All addresses of a host.
     *
     * @return at least one address; errors with {@link java.net.UnknownHostException} if there is none
     */
    Mono<List<InetAddress>> resolve(String host);
}
