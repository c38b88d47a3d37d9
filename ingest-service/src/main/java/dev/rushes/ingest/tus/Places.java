package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** How many requests bring bytes at once, to this instance and from one client. Who finds no place is told to come back. */
final class Places {
    private final int most;
    private final int mostPerClient;
    private final UploadMeters meters;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(int most, int mostPerClient, UploadMeters meters) {
        this.most = most;
        this.mostPerClient = mostPerClient;
        this.meters = meters;
    }

    /** Does some work in a place of its own. */
    <T> Mono<T> in(String client, Supplier<Mono<T>> work) {
        return Mono.using(() -> take(client), _ -> work.get(), this::leave);
    }

    private synchronized String take(String client) {
        int own = taken.getOrDefault(client, 0);
        if (all >= most) {
            throw new UploadRefused(Refusal.tooMany(most));
        }
        if (own >= mostPerClient) {
            throw new UploadRefused(Refusal.tooMany(mostPerClient));
        }
        int unused = taken.merge(client, 1, Integer::sum);
        meters.writers(++all);
        return client;
    }

    private synchronized void leave(String client) {
        taken.computeIfPresent(client, (_, own) -> own == 1 ? null : own - 1);
        meters.writers(--all);
    }

    synchronized boolean isEmpty() {
        return all == 0;
    }
}
