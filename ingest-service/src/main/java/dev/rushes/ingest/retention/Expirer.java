package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.retention.domain.Expiring;
import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.media.store.JobKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One round over jobs whose time is over: notes them, takes what is noted and removes what is due, a bounded number of jobs and of objects of each.
 * What fails is looked at again, later each time; what was interrupted is found when the lease is over. The audit is told before and after.
 */
final class Expirer {
    private static final Logger LOG = LoggerFactory.getLogger(Expirer.class);
    /** What goes with more comes first, so that no job is looked at twice. */
    private static final List<Expiring> ORDER = List.of(Expiring.JOB, Expiring.OUTPUTS, Expiring.WORK);

    private static final int MOST_DOUBLINGS = 7;

    private final Expiries expiries;
    private final JobObjects objects;
    private final Forgetting forgetting;
    private final RetentionAudit audit;
    private final RetentionMeters meters;
    private final RetentionSettings settings;
    private final TermsBook terms;
    private final Clock clock;

    Expirer(
            Expiries expiries,
            JobObjects objects,
            Forgetting forgetting,
            RetentionAudit audit,
            RetentionMeters meters,
            RetentionSettings settings,
            Clock clock) {
        this.expiries = expiries;
        this.objects = objects;
        this.forgetting = forgetting;
        this.audit = audit;
        this.meters = meters;
        this.settings = settings;
        this.terms = settings.terms();
        this.clock = clock;
    }

    /**
     * What a round did.
     *
     * @param jobs that were looked at
     * @param expired those of which everything that was due is gone
     * @param taken objects that went
     * @param more whether the next round has something to do at once
     */
    record Round(long jobs, long expired, Taken taken, boolean more) {
        static final Round NOTHING = new Round(0, 0, Taken.NOTHING, false);

        Round plus(Round other) {
            return new Round(jobs + other.jobs, expired + other.expired, taken.plus(other.taken), more || other.more);
        }
    }

    /** Fails as the database does; what goes wrong with one job is no failure. */
    Mono<Round> round() {
        return Flux.fromIterable(ORDER)
                .concatMap(what -> Flux.fromIterable(terms.groups())
                        .concatMap(group -> expiries.claim(group, what, clock.instant(), settings.batch())))
                .reduce(false, (full, claimed) -> full || claimed >= settings.batch())
                .flatMap(full -> expiries.take(settings.lease(), settings.batch())
                        .collectList()
                        .flatMap(claims -> Flux.fromIterable(claims)
                                .delayElements(settings.pause())
                                .concatMap(this::look, 1)
                                .reduce(
                                        new Round(0, 0, Taken.NOTHING, full || claims.size() >= settings.batch()),
                                        Round::plus)))
                .delayUntil(_ -> expiries.claimed().doOnNext(meters::unfinished));
    }

    private Mono<Round> look(Expiries.Claim claim) {
        return switch (claim.standing()) {
            case OVER -> expire(claim);
            case WENT_ON -> {
                meters.count(RetentionMeter.SKIPPED, 1);
                LOG.info("Left {} of job {} alone: it has gone on", claim.what(), claim.jobId());
                yield letGo(claim);
            }
            case FORGOTTEN, HELD -> letGo(claim);
        };
    }

    private Mono<Round> letGo(Expiries.Claim claim) {
        return expiries.letGo(claim).thenReturn(Round.NOTHING);
    }

    private Mono<Round> expire(Expiries.Claim claim) {
        return expiries.renew(claim, settings.lease())
                .flatMap(mine -> audit.begins(mine)
                        .then(Mono.defer(() -> mine.what() == Expiring.JOB ? forget(mine) : remove(mine)))
                        .timeout(settings.lease().dividedBy(2))
                        .onErrorResume(error -> trouble(mine, error)))
                .defaultIfEmpty(Round.NOTHING);
    }

    /** The row goes when the job is seen to be gone, or to have gone on. */
    private Mono<Round> forget(Expiries.Claim claim) {
        return forgetting.forget(claim.tenant(), claim.jobId(), claim.run()).then(Mono.fromSupplier(() -> {
            meters.expired(Expiring.JOB);
            LOG.info("The time of job {} is over; it is forgotten", claim.jobId());
            return new Round(1, 1, Taken.NOTHING, false);
        }));
    }

    private Mono<Round> remove(Expiries.Claim claim) {
        JobFiles files = new JobFiles(new JobKeys(claim.tenant(), claim.jobId()).folder());
        Mono<Taken> taking = claim.what() == Expiring.WORK
                ? objects.takeWork(files, settings.objects())
                : objects.takeAll(files, settings.objects());
        return taking.flatMap(taken -> {
            meters.removed(taken);
            return taken.objects() >= settings.objects()
                    ? expiries.again(claim.jobId(), taken).thenReturn(new Round(1, 0, taken, true))
                    : end(claim, taken);
        });
    }

    private Mono<Round> end(Expiries.Claim claim, Taken taken) {
        Taken all = taken.plus(new Taken(claim.objects(), claim.bytes()));
        return audit.ended(claim, all)
                .then(Mono.defer(() -> expiries.gone(claim)))
                .then(Mono.fromSupplier(() -> {
                    meters.expired(claim.what());
                    LOG.info("Removed {} of job {}: {} objects", claim.what(), claim.jobId(), all.objects());
                    return new Round(1, 1, taken, false);
                }));
    }

    private Mono<Round> trouble(Expiries.Claim claim, Throwable error) {
        meters.count(RetentionMeter.TROUBLES, 1);
        Duration wait = settings.firstWait().multipliedBy(1L << Math.min(claim.troubles(), MOST_DOUBLINGS));
        LOG.warn(
                "Could not remove {} of job {}; will look again in {}: {}",
                claim.what(),
                claim.jobId(),
                wait,
                error.toString());
        return expiries.troubled(claim.jobId(), error.getClass().getSimpleName(), wait)
                .thenReturn(new Round(1, 0, Taken.NOTHING, false));
    }
}
