package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.tus.JobUploads;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.PartStore.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Parts of uploads that nobody knows: their row went, or never came, and the process that would have removed them died. They are beside the objects, so no
 * listing of these finds them. What was written to since an upload may wait for its client is young, whatever the margin is.
 */
final class PartsSweep {
    private static final Logger LOG = LoggerFactory.getLogger(PartsSweep.class);
    private static final int PAGE = 1_000;

    private final PartStore store;
    private final JobUploads uploads;
    private final RetentionAudit audit;
    private final RetentionMeters meters;
    private final Limits limits;

    /**
     * @param expiry how long an upload waits for its client
     * @param most uploads whose parts go in one sweep; the next takes more
     * @param pause between two of them
     */
    record Limits(Duration expiry, int most, Duration pause) {}

    PartsSweep(PartStore store, JobUploads uploads, RetentionAudit audit, RetentionMeters meters, Limits limits) {
        this.store = store;
        this.uploads = uploads;
        this.audit = audit;
        this.meters = meters;
        this.limits = limits;
    }

    /** How many uploads there are of which nobody knows and something is left. */
    Mono<Long> count(Instant writtenBefore, Instant now) {
        return left(writtenBefore, now).count();
    }

    /** Removes what is left of them. */
    Mono<Taken> remove(Instant writtenBefore, Instant now) {
        return left(writtenBefore, now)
                .take(limits.most())
                .concatMap(kept -> remove(kept).delaySubscription(limits.pause()), 1)
                .reduce(Taken.NOTHING, Taken::plus);
    }

    private Flux<Kept> left(Instant writtenBefore, Instant now) {
        Instant waiting = now.minus(limits.expiry());
        Instant before = writtenBefore.isBefore(waiting) ? writtenBefore : waiting;
        return store.kept()
                .filter(kept -> !kept.newest().isAfter(before))
                .buffer(PAGE)
                .concatMap(this::ofNobody, 1);
    }

    private Flux<Kept> ofNobody(List<Kept> some) {
        return uploads.known(some.stream().map(Kept::id).toArray(UUID[]::new))
                .flatMapIterable(known ->
                        some.stream().filter(kept -> !known.contains(kept.id())).toList());
    }

    /** What fails is found again by the next sweep. */
    private Mono<Taken> remove(Kept kept) {
        Taken taken = new Taken(kept.pieces(), kept.bytes());
        return audit.begins(kept)
                .then(Mono.defer(() -> store.forget(kept.id())))
                .then(Mono.defer(() -> audit.ended(kept, taken)))
                .then(Mono.fromSupplier(() -> {
                    meters.removed(taken);
                    LOG.info(
                            "Removed {} parts with {} bytes of upload {}, which nobody knows; the last came at {}",
                            kept.pieces(),
                            kept.bytes(),
                            kept.id(),
                            kept.newest());
                    return taken;
                }))
                .onErrorResume(error -> {
                    meters.count(RetentionMeter.TROUBLES, 1);
                    LOG.warn(
                            "Could not remove the parts of upload {}, which nobody knows; the next sweep will: {}",
                            kept.id(),
                            error.toString());
                    return Mono.just(Taken.NOTHING);
                });
    }
}
