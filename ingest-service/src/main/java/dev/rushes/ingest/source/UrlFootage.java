package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.gate.AddressGate;
import dev.rushes.ingest.gate.Admission;
import dev.rushes.ingest.gate.Destination;
import dev.rushes.ingest.gate.HostResolver;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.StageFailure;
import io.netty.handler.ssl.SslContext;
import java.time.Clock;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * Footage behind an address. Redirects are followed by hand, each one through the same gate as the first address; there are no credentials
 * that could be carried along.
 */
public final class UrlFootage implements FootageSource<Footage.Url> {
    private final AddressGate gate;
    private final HttpFetch fetch;
    private final ObjectStore store;
    private final UrlPolicy policy;
    private final Clock clock;

    /**
     * @param policy what may be fetched and how much a source may ask of us
     * @param resolver where hosts are
     * @param store where the footage goes
     * @param tls whose certificates are trusted
     */
    public UrlFootage(UrlPolicy policy, HostResolver resolver, ObjectStore store, SslContext tls, Clock clock) {
        this.gate = new AddressGate(policy.urls(), policy.addresses(), resolver);
        this.fetch = new HttpFetch(policy, store, tls, clock);
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Mono<StoredObject> bring(Footage.Url footage, Delivery delivery) {
        return store.find(delivery.keys().source())
                .flatMap(earlier -> earlier.map(Mono::just).orElseGet(() -> fetched(footage, delivery)));
    }

    private Mono<StoredObject> fetched(Footage.Url footage, Delivery delivery) {
        return visit(footage.address(), policy.redirects(), delivery)
                .timeout(policy.timeouts().total())
                .onErrorMap(TimeoutException.class, this::tooSlow)
                .onErrorMap(StageFailure.class, failure -> losePatience(failure, delivery));
    }

    private Mono<StoredObject> visit(String address, int redirectsLeft, Delivery delivery) {
        return gate.admit(address).map(UrlFootage::admitted).flatMap(destination -> fetch.get(destination, delivery)
                .flatMap(result -> switch (result) {
                    case HttpFetch.Result.Arrived(StoredObject object) -> Mono.just(object);
                    case HttpFetch.Result.Moved(String location) ->
                        redirectsLeft > 0
                                ? visit(destination.url().follow(location), redirectsLeft - 1, delivery)
                                : Mono.error(this::tooManyRedirects);
                }));
    }

    private static Destination admitted(Admission admission) {
        return switch (admission) {
            case Admission.Admitted(Destination destination) -> destination;
            case Admission.Malformed(String why) -> throw new StageFailure(SourceFailure.SOURCE_REFUSED, why);
            case Admission.Forbidden(String why) -> throw new StageFailure(SourceFailure.SOURCE_ADDRESS_FORBIDDEN, why);
            case Admission.NotFound(String why, Throwable cause) ->
                throw new StageFailure(SourceFailure.SOURCE_UNAVAILABLE, why, cause);
        };
    }

    private StageFailure tooManyRedirects() {
        return new StageFailure(
                SourceFailure.SOURCE_REFUSED,
                "Expected the footage after at most " + policy.redirects()
                        + " redirects, but got one more. Use the address that they lead to.");
    }

    private StageFailure tooSlow(TimeoutException cause) {
        return new StageFailure(
                SourceFailure.SOURCE_UNAVAILABLE,
                "Expected to fetch the footage within "
                        + policy.timeouts().total().toSeconds() + " seconds, but it took longer.",
                cause);
    }

    /** Waiting for a server that throttles costs no attempt, so it must end by the clock: then each refusal is an attempt. */
    private StageFailure losePatience(StageFailure failure, Delivery delivery) {
        boolean throttled = failure.failure().code().kind() == FailureKind.THROTTLED;
        boolean over = clock.instant().isAfter(delivery.requestedAt().plus(policy.throttling()));
        return throttled && over
                ? new StageFailure(new Failure(
                        SourceFailure.SOURCE_UNAVAILABLE,
                        failure.failure().message(),
                        failure.failure().retryAfter()))
                : failure;
    }
}
