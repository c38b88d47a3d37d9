package dev.rushes.ingest.gate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** A name server whose answers a test decides, one after the other. */
public final class TestNames implements HostResolver {
    private final Map<String, Deque<List<InetAddress>>> names = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();

    /** The answers to the first, second … question for a name, each with spaces between its addresses; the last one is given from then on. */
    public void put(String host, String... answers) {
        names.put(
                host,
                new ArrayDeque<>(Arrays.stream(answers)
                        .map(answer -> Arrays.stream(answer.split(" "))
                                .map(InetAddress::ofLiteral)
                                .toList())
                        .toList()));
    }

    /** Questions so far. */
    public AtomicInteger lookups() {
        return lookups;
    }

    @Override
    public Mono<List<InetAddress>> resolve(String host) {
        return Mono.fromCallable(() -> {
            lookups.incrementAndGet();
            Deque<List<InetAddress>> answers = names.get(host);
            if (answers == null) {
                throw new UnknownHostException(host);
            }
            return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        });
    }
}
