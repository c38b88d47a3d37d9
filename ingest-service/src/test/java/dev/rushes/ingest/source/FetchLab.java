package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.gate.TestNames;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * An internet on loopback: 127.0.0.2 plays a public address, 127.0.0.1 stays what it is, and names lead where a test says. Public IP addresses are
 * never connected to.
 */
final class FetchLab {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final JobKeys KEYS = new JobKeys("acme", UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-111111111111"));
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final MemoryStore store = new MemoryStore();
    final List<StageProgress> progress = new CopyOnWriteArrayList<>();
    private final TestNames names = new TestNames();
    final AtomicInteger lookups = names.lookups();
    private Set<Integer> ports = Set.of();
    private boolean allowHttp = true;
    private DataSize limit = DataSize.ofMegabytes(64);
    private Duration read = Duration.ofSeconds(10);
    private Duration total = Duration.ofSeconds(15);
    private SslContext tls;

    FetchLab() throws SSLException {
        tls = SslContextBuilder.forClient().build();
    }

    /** The answers to the first, second … question for a name; the last one is given from then on. */
    void name(String host, String... answers) {
        names.put(host, answers);
    }

    void ports(Integer... open) {
        ports = Set.of(open);
    }

    void httpsOnly() {
        allowHttp = false;
    }

    void limit(int bytes) {
        limit = DataSize.ofBytes(bytes);
    }

    void timeouts(Duration read, Duration total) {
        this.read = read;
        this.total = total;
    }

    void trusting(SslContext tls) {
        this.tls = tls;
    }

    StoredObject fetch(String address) {
        return bring(address, NOW).blockOptional(PATIENCE).orElseThrow();
    }

    Failure fails(String address) {
        return fails(address, NOW);
    }

    Failure fails(String address, Instant requestedAt) {
        return bring(address, requestedAt)
                .<Failure>handle((object, _) -> {
                    throw new AssertionError("Expected a failure, but got " + object);
                })
                .onErrorResume(StageFailure.class, failure -> Mono.just(failure.failure()))
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    Mono<StoredObject> bring(String address, Instant requestedAt) {
        AddressRule addresses = new AddressRule(false, Set.of(InetAddress.ofLiteral("127.0.0.2")));
        UrlPolicy policy = new UrlPolicy(
                new UrlRule(allowHttp, ports, false),
                addresses,
                new UrlTimeouts(Duration.ofSeconds(5), read, total),
                limit,
                3,
                Duration.ofHours(1),
                Duration.ofHours(12));
        UrlFootage footage = new UrlFootage(policy, names, store, tls, Clock.fixed(NOW, ZoneOffset.UTC));
        return footage.bring(
                new Footage.Url(address, Optional.empty()), new Delivery(KEYS, requestedAt, progress::add));
    }
}
