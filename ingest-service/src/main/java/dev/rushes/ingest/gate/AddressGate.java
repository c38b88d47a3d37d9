package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.SourceUrl;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.domain.UrlVerdict;
import dev.rushes.runtime.stage.StageFailure;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Lets an address through or not. A host is resolved once, every address that it has is checked, and the fetch connects to these very
 * addresses: whatever the name leads to a moment later has no say.
 */
final class AddressGate {
    private final UrlRule urls;
    private final AddressRule addresses;
    private final HostResolver resolver;

    AddressGate(UrlRule urls, AddressRule addresses, HostResolver resolver) {
        this.urls = urls;
        this.addresses = addresses;
        this.resolver = resolver;
    }

    /** The destination of an address; errors with a {@link StageFailure} if it may not be fetched or its host is not found. */
    Mono<Destination> admit(String text) {
        return switch (urls.judge(text)) {
            case UrlVerdict.Admissible(SourceUrl url) -> locate(url).map(found -> checked(url, found));
            case UrlVerdict.Malformed(String why) -> Mono.error(new StageFailure(SourceFailure.SOURCE_REFUSED, why));
            case UrlVerdict.Forbidden(String why) ->
                Mono.error(new StageFailure(SourceFailure.SOURCE_ADDRESS_FORBIDDEN, why));
        };
    }

    private Mono<List<InetAddress>> locate(SourceUrl url) {
        return url.literal().map(address -> Mono.just(List.of(address))).orElseGet(() -> resolver.resolve(url.host())
                .onErrorMap(
                        Exception.class,
                        cause -> new StageFailure(
                                SourceFailure.SOURCE_UNAVAILABLE,
                                "Expected to find the host " + url.host() + ", but no name server knows it right now.",
                                cause)));
    }

    /** One bad address is enough to refuse the host: a mixed answer is how a guarded client is tricked into the wrong one. */
    private Destination checked(SourceUrl url, List<InetAddress> found) {
        Optional<String> objection = found.stream()
                .flatMap(address -> addresses.objection(address).stream())
                .findFirst();
        if (objection.isPresent()) {
            throw new StageFailure(
                    SourceFailure.SOURCE_ADDRESS_FORBIDDEN,
                    "Expected a host on the public internet, but " + url.host() + " leads to " + objection.get() + ".");
        }
        return new Destination(url, found);
    }
}
