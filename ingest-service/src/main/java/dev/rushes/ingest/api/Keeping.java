package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.ingest.retention.domain.Expiry;
import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.ingest.retention.domain.OwnedFolder;
import dev.rushes.ingest.retention.domain.TermsBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Knows what of a job has gone because its time was over, and keeps the rest for who wants the job to go on. */
final class Keeping {
    private static final Expiries.Gone NOTHING = new Expiries.Gone(false, false);

    private final Expiries expiries;
    private final Tombstones tombstones;
    private final TermsBook terms;
    private final Duration hold;
    private final Duration retryAfter;
    private final Clock clock;

    /** @param hold how long nothing of a job is removed that is to go on; until then the ledger must have heard of it */
    Keeping(
            Expiries expiries,
            Tombstones tombstones,
            TermsBook terms,
            Duration hold,
            Duration retryAfter,
            Clock clock) {
        this.expiries = expiries;
        this.tombstones = tombstones;
        this.terms = terms;
        this.hold = hold;
        this.retryAfter = retryAfter;
        this.clock = clock;
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
                .flatMap(gone ->
                        gone.outputs() ? Mono.error(ApiProblem.outputsExpired(outputsOver(job))) : Mono.empty());
    }

    /** When the time of a job's outputs was over; empty if today's terms would keep them. */
    Optional<Instant> outputsOver(Job job) {
        return terms.expiry(job).map(Expiry::outputs).filter(over -> !over.isAfter(clock.instant()));
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
