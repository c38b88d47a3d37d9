package dev.rushes.ingest.ledger;

import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.PostgresSignals;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;

/**
 * Says that a job has changed, on every instance, whichever of them projected the change: when the projector's transaction has committed, so
 * whoever then reads the ledger sees the change.
 */
public final class JobChanges {
    private final PostgresSignals signals;

    JobChanges(DatabaseSettings settings) {
        this.signals = new PostgresSignals(settings, JobWriter.CHANNEL);
    }

    /**
     * A signal for each change of a job, and one whenever changes may have been missed. Signals that are not taken in time become one. Never
     * completes.
     */
    public Flux<UUID> of(UUID jobId) {
        return signals.all()
                .map(JobChanges::id)
                .filter(changed -> changed.isEmpty() || changed.get().equals(jobId))
                .map(_ -> jobId)
                .onBackpressureLatest();
    }

    /** What nobody of this version said may concern any job. */
    private static Optional<UUID> id(Optional<String> said) {
        try {
            return said.map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
