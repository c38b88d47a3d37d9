package dev.rushes.ingest.gate;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.SourceUrl;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.domain.UrlVerdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Lets an address through or not. A host is resolved once, every address that it has is checked, and the client connects to these very
 * addresses ({@link PinnedAddresses}): whatever the name leads to a moment later has no say.
 */
public final class AddressGate {
    private final UrlRule urls;
    private final AddressRule addresses;
    private final HostResolver resolver;

    /**
     * @param urls which addresses, by their text
     * @param addresses which addresses, by where they lead
     * @param resolver where hosts are
     */
    public AddressGate(UrlRule urls, AddressRule addresses, HostResolver resolver) {
        this.urls = urls;
        this.addresses = addresses;
        this.resolver = resolver;
    }

    /** Judges an address. Never an error. */
    public Mono<Admission> admit(String text) {
        return switch (urls.judge(text)) {
            case UrlVerdict.Admissible(SourceUrl url) -> located(url);
            case UrlVerdict.Malformed(String why) -> Mono.just(new Admission.Malformed(why));
            case UrlVerdict.Forbidden(String why) -> Mono.just(new Admission.Forbidden(why));
        };
    }

    private Mono<Admission> located(SourceUrl url) {
        return url.literal()
                .map(address -> Mono.just(checked(url, List.of(address))))
                .orElseGet(() -> resolver.resolve(url.host())
                        .map(found -> checked(url, found))
                        .onErrorResume(Exception.class, cause -> Mono.just(notFound(url, cause))));
    }

    private static Admission notFound(SourceUrl url, Exception cause) {
        return new Admission.NotFound(
                "Expected to find the host " + url.host() + ", but no name server knows it right now.", cause);
    }

    /** One bad address is enough to refuse the host: a mixed answer is how a guarded client is tricked into the wrong one. */
    private Admission checked(SourceUrl url, List<InetAddress> found) {
        Optional<String> objection = found.stream()
                .flatMap(address -> addresses.objection(address).stream())
                .findFirst();
        return objection
                .<Admission>map(what -> new Admission.Forbidden(
                        "Expected a host on the public internet, but " + url.host() + " leads to " + what + "."))
                .orElseGet(() -> new Admission.Admitted(new Destination(url, found)));
    }
}
