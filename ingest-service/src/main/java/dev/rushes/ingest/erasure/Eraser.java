package dev.rushes.ingest.erasure;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.ingest.erasure.domain.ErasureRule;
import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.AuditEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Goes over the tombstones of erased jobs and removes what is left of them, a bounded number each time. Every instance does; a lease in the row keeps
 * them apart. What fails, because the store or the database is away, is looked at again, later each time; what was interrupted is found when the
 * lease is over. The audit is told of the end before the tombstone is done.
 */
final class Eraser {
    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

    private final Tombstones tombstones;
    private final Remains remains;
    private final Audit audit;
    private final ErasureMeters meters;
    private final ErasureSettings settings;
    private final ErasureRule rule;
    private final Clock clock;

    Eraser(
            Tombstones tombstones,
            Remains remains,
            Audit audit,
            ErasureMeters meters,
            ErasureSettings settings,
            Clock clock) {
        this.tombstones = tombstones;
        this.remains = remains;
        this.audit = audit;
        this.meters = meters;
        this.settings = settings;
        this.rule = settings.rule();
        this.clock = clock;
    }

    /** One round. Never fails. */
    Mono<Void> look() {
        return tombstones
                .take(settings.lease(), settings.batch())
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::lookAt)
                .then(tombstones.unfinished().doOnNext(meters::unfinished).then())
                .onErrorResume(error -> {
                    LOG.warn("Could not look after erased jobs; will try again: {}", error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Void> lookAt(Tombstone tombstone) {
        UUID job = tombstone.jobId();
        Instant began = clock.instant();
        return remains.remove(tombstone.tenant(), job)
                .timeout(settings.lease().dividedBy(2))
                .flatMap(removed -> {
                    meters.count(ErasureMeter.OBJECTS, removed);
                    return moveOn(tombstone, removed, rule.after(removed, tombstone.erasedAt(), began));
                })
                .onErrorResume(error -> trouble(tombstone, error));
    }

    private Mono<Void> moveOn(Tombstone tombstone, long removed, ErasureRule.Next next) {
        return switch (next) {
            case ErasureRule.Next.Again(Instant at) -> {
                LOG.info("Removed {} objects of erased job {}; will look again", removed, tombstone.jobId());
                yield tombstones.again(tombstone.jobId(), removed, at);
            }
            case ErasureRule.Next.Done _ -> {
                Instant now = clock.instant();
                yield audit.write(entry(tombstone, now))
                        .then(Mono.defer(() -> tombstones.done(tombstone.jobId(), now)))
                        .doOnSuccess(_ -> {
                            meters.count(ErasureMeter.DONE, 1);
                            LOG.info(
                                    "Nothing is left of erased job {}; it had {} objects",
                                    tombstone.jobId(),
                                    tombstone.objects());
                        });
            }
        };
    }

    private Mono<Void> trouble(Tombstone tombstone, Throwable error) {
        meters.count(ErasureMeter.TROUBLES, 1);
        Instant at = rule.afterTrouble(tombstone.troubles(), clock.instant());
        LOG.warn("Could not remove erased job {}; will look again at {}: {}", tombstone.jobId(), at, error.toString());
        return tombstones.troubled(tombstone.jobId(), error.getClass().getSimpleName(), at);
    }

    /** The same entry however often it is told. */
    private static AuditEntry entry(Tombstone tombstone, Instant now) {
        UUID deed = UuidCreator.getNameBasedSha1(tombstone.jobId(), "erased");
        return new AuditEntry(
                UuidCreator.getNameBasedSha1(deed, "ended"),
                now.truncatedTo(ChronoUnit.MILLIS),
                new AuditEntry.Deed(deed, tombstone.askedBy(), "jobs.erased", "", Map.of(), false),
                new AuditEntry.Subject(
                        tombstone.jobId().toString(),
                        tombstone.tenant(),
                        Optional.of(tombstone.jobId()),
                        Optional.empty()),
                AuditEntry.Result.DONE,
                Map.of("objects", Long.toString(tombstone.objects())),
                Optional.empty());
    }
}
