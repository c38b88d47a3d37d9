package dev.rushes.ingest.access.keys;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.access.domain.KeyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The key of the first operator, without whom nobody could make keys: given in the settings, or made up and put into a file. */
public final class FirstKey {
    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);

    private final KeyStore store;
    private final NewKeys keys;
    private final Clock clock;

    public FirstKey(KeyStore store, NewKeys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /** Sees to it that there is an operator's key, as far as the settings say how. Repeatable; a given key that was revoked stays revoked. */
    public Mono<Void> prepare(String given, String file) {
        if (!given.isBlank()) {
            return admit(given.strip());
        }
        if (file.isBlank()) {
            return Mono.empty();
        }
        return Mono.fromSupplier(() -> keys.made(keys.text(), wish(), "start"))
                .flatMap(made -> store.addIfNoOperator(made.key(), clock.instant())
                        .filter(added -> added)
                        .doOnNext(_ -> write(Path.of(file).toAbsolutePath(), made.text())))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private Mono<Void> admit(String given) {
        KeyText text = KeyText.parse(given)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "Expected rushes.access.keys.first to be a key (rsk_, 16 hexadecimal digits, _, 43 characters), but it is none. docs/access.md tells how to make one"));
        return store.add(keys.made(text, wish(), "settings").key()).then();
    }

    private static NewKeys.Wish wish() {
        return new NewKeys.Wish(
                Caller.DEFAULT_TENANT, "first operator", Set.of(Scope.values()), Optional.empty(), Optional.empty());
    }

    /** Whole or not at all, and for its owner alone. */
    private static void write(Path file, KeyText key) {
        try {
            Path folder = Files.createDirectories(file.resolveSibling("."));
            Path aside = Files.createTempFile(
                    folder,
                    "operator-key",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(aside, key.reveal() + "\n");
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.info("The first operator's key is in {}", file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Expected to write the first operator's key into " + file + ", but: " + e.getMessage(), e);
        }
    }
}
