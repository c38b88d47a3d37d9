package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.ingest.retention.domain.OwnedFolder;
import java.time.Duration;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Knows what of a job has gone because its time was over, and keeps the rest for who wants the job to go on. */
final class Keeping {
    private static final Expiries.Gone NOTHING = new Expiries.Gone(false, false);

    private final Expiries expiries;
    private final Tombstones tombstones;
    private final Duration hold;
    private final Duration retryAfter;

    /** @param hold how long nothing of a job is removed that is to go on; until then the ledger must have heard of it */
    Keeping(Expiries expiries, Tombstones tombstones, Duration hold, Duration retryAfter) {
        this.expiries = expiries;
        this.tombstones = tombstones;
        this.hold = hold;
        this.retryAfter = retryAfter;
    }

    /** Before a further run is asked for: from now on nothing of the job is removed for a while. Fails if it is being removed, or is gone. */
    Mono<Void> keep(Job job) {
        return expiries.hold(job.tenant(), job.id(), hold).flatMap(held -> switch (held) {
            case BUSY -> Mono.error(ApiProblem.expiring(retryAfter));
            case HELD -> outputsThere(job);
        });
    }

    /** Fails if footage, timeline and films are gone. */
    Mono<Void> outputsThere(Job job) {
        return gone(job.tenant(), job.id())
                .flatMap(gone -> gone.outputs() ? Mono.error(ApiProblem.outputsExpired()) : Mono.empty());
    }

    /** What of a job is gone. */
    Mono<Expiries.Gone> gone(String tenant, UUID job) {
        return expiries.gone(tenant, job).defaultIfEmpty(NOTHING);
    }

    /** Whether an object that is missing has gone because its time was over. */
    Mono<Boolean> hasExpired(String key) {
        return OwnedFolder.of(key)
                .filter(folder -> folder.kind() == OwnedFolder.Kind.JOB)
                .map(folder -> expiries.gone(folder.tenant(), folder.id())
                        .map(gone -> isWork(folder, key) ? gone.workFiles() : gone.outputs())
                        .switchIfEmpty(Mono.defer(() -> tombstones.find(folder.tenant(), folder.id()))
                                .map(tombstone -> tombstone.askedBy().equals(Tombstone.RETENTION)))
                        .defaultIfEmpty(false))
                .orElseGet(() -> Mono.just(false));
    }

    private static boolean isWork(OwnedFolder folder, String key) {
        return new JobFiles(folder.key()).workFolders().stream().anyMatch(work -> key.startsWith(work + "/"));
    }
}
