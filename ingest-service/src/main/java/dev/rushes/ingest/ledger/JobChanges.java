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
    private final Flux<Change> changes;

    JobChanges(DatabaseSettings settings) {
        this.changes = new PostgresSignals(settings, JobWriter.CHANNEL)
                .all()
                .map(said -> said.map(Change::of).orElse(Change.ANY))
                // Read once, however many listen.
                .share();
    }

    /**
     * Something has changed.
     *
     * @param job empty if it may have been any
     * @param tenant owner of the job; empty if it may be anybody's
     */
    public record Change(Optional<UUID> job, Optional<String> tenant) {
        static final Change ANY = new Change(Optional.empty(), Optional.empty());

        /** Reads {@code id tenant}; a tenant's name may have spaces. What nobody of this version said may concern any job. */
        static Change of(String said) {
            String[] parts = said.split(" ", 2);
            try {
                return new Change(
                        Optional.of(UUID.fromString(parts[0])),
                        parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
            } catch (IllegalArgumentException _) {
                return ANY;
            }
        }
    }

    /**
     * A signal for each change of a job, and one whenever changes may have been missed. Signals that are not taken in time become one. Never
     * completes.
     */
    public Flux<UUID> of(UUID jobId) {
        return changes.filter(change -> change.job().map(jobId::equals).orElse(true))
                .map(_ -> jobId)
                .onBackpressureLatest();
    }

    /** Changes of a tenant's jobs, and one of no job in particular whenever some may have been missed. To be taken at once. Never completes. */
    public Flux<Change> ofTenant(String tenant) {
        return changes.filter(change -> change.tenant().map(tenant::equals).orElse(true));
    }
}
