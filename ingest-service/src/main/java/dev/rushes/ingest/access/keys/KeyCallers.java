package dev.rushes.ingest.access.keys;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.access.domain.KeyText;
import dev.rushes.ingest.access.domain.Standing;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Callers that show a key. A key that was looked up is believed for a moment, so a busy client costs one look at the database now and then. */
public final class KeyCallers implements Callers {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCallers.class);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final KeyStore store;
    private final RememberedKeys remembered;
    private final Predicate<String> admitted;
    private final Clock clock;

    /**
     * @param fresh how long a key that was looked up is believed
     * @param most keys that are remembered that long
     * @param admitted whether a tenant is served at all
     */
    public KeyCallers(KeyStore store, Duration fresh, int most, Predicate<String> admitted, Clock clock) {
        this.store = store;
        this.remembered = new RememberedKeys(fresh, most);
        this.admitted = admitted;
        this.clock = clock;
    }

    @Override
    public Mono<Verdict> prove(String credential) {
        Optional<KeyText> shown = KeyText.parse(credential);
        if (shown.isEmpty()) {
            return Mono.just(unknown());
        }
        String id = shown.get().id();
        return look(id).map(Optional::of).defaultIfEmpty(Optional.empty()).map(key -> judge(key, shown.get()));
    }

    @Override
    public boolean provenBefore(String credential) {
        return KeyText.parse(credential)
                .filter(shown -> remembered
                        .recall(shown.id())
                        .filter(key -> MessageDigest.isEqual(key.digest(), shown.digest()))
                        .isPresent())
                .isPresent();
    }

    @Override
    public Mono<Boolean> stands(Caller caller) {
        String prefix = AccessKey.name("");
        if (!caller.name().startsWith(prefix)) {
            return Mono.just(false);
        }
        return look(caller.name().substring(prefix.length()))
                .map(key -> Standing.since(Optional.of(key.kept()), clock.instant()) == Standing.GOOD
                        && key.tenant().equals(caller.tenant())
                        && admitted.test(key.tenant()))
                .defaultIfEmpty(false);
    }

    private Mono<AccessKey> look(String id) {
        Instant now = clock.instant();
        return Mono.justOrEmpty(remembered.get(id, now)).switchIfEmpty(Mono.defer(() -> store.find(id)
                .doOnNext(key -> remembered.put(key, now))
                .flatMap(key -> note(key, now).thenReturn(key))));
    }

    /** That the use could not be noted is no reason to turn anybody away. */
    private Mono<Void> note(AccessKey key, Instant now) {
        boolean noted = key.used()
                .filter(used -> used.plus(USE_NOTED_EVERY).isAfter(now))
                .isPresent();
        return noted
                ? Mono.empty()
                : store.used(key.id(), now).onErrorResume(error -> {
                    LOG.warn("Expected to note the use of key {}, but: {}", key.id(), error.toString());
                    return Mono.empty();
                });
    }

    private Verdict judge(Optional<AccessKey> key, KeyText shown) {
        return switch (Standing.of(key.map(AccessKey::kept), shown.digest(), clock.instant())) {
            case GOOD ->
                key.map(AccessKey::caller)
                        .filter(caller -> admitted.test(caller.tenant()))
                        .<Verdict>map(Verdict.Proven::new)
                        .orElseGet(
                                () -> new Verdict.Refused(
                                        "TENANT_UNKNOWN",
                                        "Expected a key of a tenant of this installation, but its tenant is not served here any more. Ask an operator."));
            case UNKNOWN -> unknown();
            case EXPIRED ->
                new Verdict.Refused(
                        "KEY_EXPIRED",
                        "Expected a key that is still good, but its time is over. Ask an operator for a new one.");
            case REVOKED ->
                new Verdict.Refused(
                        "KEY_REVOKED",
                        "Expected a key that is still good, but it has been revoked. Ask an operator for a new one.");
        };
    }

    private static Verdict unknown() {
        return new Verdict.Refused(
                "CREDENTIAL_INVALID",
                "Expected a key of this installation (rsk_…) after \"Authorization: Bearer\", but what came is none.");
    }
}
