package dev.rushes.ingest.gate;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Asks the machine's own resolver, on a thread that may block. */
public final class SystemHostResolver implements HostResolver {
    private final Duration timeout;

    /**
     * @param timeout longest wait for an answer
     */
    public SystemHostResolver(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Mono<List<InetAddress>> resolve(String host) {
        return Mono.fromCallable(() -> List.of(InetAddress.getAllByName(host)))
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(timeout);
    }
}
