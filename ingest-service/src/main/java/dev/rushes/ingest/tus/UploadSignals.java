package dev.rushes.ingest.tus;

import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.PostgresSignals;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;

/**
 * What instances tell each other about uploads. Only to be quick: a signal that is missed is made up for by looking at the rows now and then.
 */
final class UploadSignals {
    static final String CHANNEL = "rushes_uploads";
    static final String WANTED = "wanted ";
    static final String FREE = "free ";

    private final PostgresSignals signals;

    UploadSignals(DatabaseSettings settings) {
        this.signals = new PostgresSignals(settings, CHANNEL);
    }

    /** Somebody waits for an upload. */
    Flux<String> wanted(UUID id) {
        return of(WANTED + id);
    }

    /** An upload has become free. */
    Flux<String> freed(UUID id) {
        return of(FREE + id);
    }

    private Flux<String> of(String signal) {
        return signals.all()
                .filter(Optional.of(signal)::equals)
                .map(_ -> signal)
                .onBackpressureLatest();
    }
}
