package dev.rushes.ingest.access.keys;

import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.access.domain.KeyText;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes keys. */
public final class NewKeys {
    private final SecureRandom random;
    private final Clock clock;

    public NewKeys(SecureRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * What is wanted of a key.
     *
     * @param expires from when on it is not good any more; empty means never
     * @param replaces id of the key whose place it takes
     */
    public record Wish(
            String tenant, String label, Set<Scope> scopes, Optional<Instant> expires, Optional<String> replaces) {}

    /** A key in its two forms: for its owner, and for us. */
    public record Made(KeyText text, AccessKey key) {}

    /** Randomness may block, so it is drawn elsewhere. */
    public Mono<Made> make(Wish wish, String by) {
        return Mono.fromSupplier(() -> made(text(), wish, by)).subscribeOn(Schedulers.boundedElastic());
    }

    Made made(KeyText text, Wish wish, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Made(
                text,
                new AccessKey(
                        text.id(),
                        wish.tenant(),
                        wish.label(),
                        wish.scopes(),
                        new AccessKey.Created(now, by),
                        wish.expires(),
                        Optional.empty(),
                        Optional.empty(),
                        wish.replaces(),
                        text.digest()));
    }

    KeyText text() {
        byte[] id = new byte[KeyText.ID_BYTES];
        byte[] secret = new byte[KeyText.SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return KeyText.of(id, secret);
    }
}
