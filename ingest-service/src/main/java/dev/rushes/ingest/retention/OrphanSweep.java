package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.ingest.retention.domain.OrphanRule;
import dev.rushes.ingest.retention.domain.OwnedFolder;
import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One round over the whole store: first everything is listed, page by page, and what belongs to nobody is noted; then, if that is not too much to be
 * true, what is old enough is looked at once more and removed; so is what was begun and never finished, and what is left of uploads in parts. Folders that this program does not make are
 * not touched.
 */
final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);
    private static final String EVERYTHING = "tenants";
    private static final int PAGE = 1_000;
    private static final int REMOVED_AT_A_TIME = 100;

    private final ObjectStore store;
    private final JobObjects objects;
    private final Orphans orphans;
    private final UnfinishedSweep unfinished;
    private final PartsSweep parts;
    private final Sweeps sweeps;
    private final RetentionAudit audit;
    private final RetentionMeters meters;
    private final RetentionSettings settings;
    private final OrphanRule rule;
    private final Clock clock;

    OrphanSweep(
            ObjectStore store,
            Orphans orphans,
            UnfinishedSweep unfinished,
            PartsSweep parts,
            Sweeps sweeps,
            RetentionAudit audit,
            RetentionMeters meters,
            RetentionSettings settings,
            Clock clock) {
        this.store = store;
        this.objects = new JobObjects(store, settings.deletions());
        this.orphans = orphans;
        this.unfinished = unfinished;
        this.parts = parts;
        this.sweeps = sweeps;
        this.audit = audit;
        this.meters = meters;
        this.settings = settings;
        this.rule = settings.orphans().rule();
        this.clock = clock;
    }

    /** Fails as the store and the database do; what has been removed until then is gone, and the next round begins anew. */
    Mono<Sweeps.Outcome> round(Sweeps.Turn turn) {
        // As Postgres keeps it, so that it can be compared.
        Instant sweep = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant storedBefore = rule.storedBefore(sweep);
        return note(turn, sweep).flatMap(owned -> orphans.forgetUnseen(sweep)
                .then(Mono.defer(() -> orphans.count(storedBefore)))
                .zipWhen(_ -> unfinished.count(storedBefore), Long::sum)
                .zipWhen(_ -> parts.count(storedBefore, sweep), Long::sum)
                .flatMap(found -> judged(turn, owned, found, storedBefore)));
    }

    private Mono<Sweeps.Outcome> judged(Sweeps.Turn turn, long owned, long found, Instant storedBefore) {
        return switch (rule.judge(found, owned, turn.approved())) {
            case REMOVE ->
                remove(turn, storedBefore)
                        .zipWhen(
                                _ -> unfinished.abort(storedBefore),
                                (taken, aborted) -> taken.plus(new Taken(aborted, 0)))
                        .zipWhen(_ -> parts.remove(storedBefore, clock.instant()), Taken::plus)
                        .map(taken -> new Sweeps.Outcome(owned, found, taken.objects(), taken.bytes(), ""));
            case ASK -> {
                LOG.warn(
                        "{} folders, unfinished uploads and uploads in parts of the store belong to nobody, beside {} folders that belong to somebody. Nothing is removed"
                                + " unasked: see GET /api/v1/retention",
                        found,
                        owned);
                yield Mono.just(new Sweeps.Outcome(owned, found, 0, 0, Sweeps.Outcome.TOO_MANY_ORPHANS));
            }
        };
    }

    // Noting

    /** @return folders that belong to somebody; a large one may count more than once */
    private Mono<Long> note(Sweeps.Turn turn, Instant sweep) {
        return store.list(EVERYTHING)
                .buffer(PAGE)
                .concatMap(page -> page(turn, page, sweep).delaySubscription(settings.pause()), 1)
                .reduce(0L, Long::sum);
    }

    private Mono<Long> page(Sweeps.Turn turn, List<ListedObject> page, Instant sweep) {
        Map<OwnedFolder, Orphans.Content> folders = new HashMap<>();
        for (ListedObject object : page) {
            OwnedFolder.of(object.key())
                    .ifPresent(folder -> folders.merge(
                            folder, new Orphans.Content(1, object.size(), object.changed()), Orphans.Content::plus));
        }
        return sweeps.renew(turn, settings.lease())
                .then(Mono.defer(() -> orphans.ofNobody(folders.keySet())))
                .flatMap(nobodys -> {
                    long owned = folders.size() - (long) nobodys.size();
                    folders.keySet().retainAll(nobodys);
                    return orphans.note(folders, sweep).thenReturn(owned);
                });
    }

    // Removing

    private Mono<Taken> remove(Sweeps.Turn turn, Instant storedBefore) {
        return removeAfter("", turn, storedBefore)
                .expand(done -> done.last()
                        .map(last -> removeAfter(last, turn, storedBefore))
                        .orElseGet(Mono::empty))
                .map(Removed::taken)
                .reduce(Taken.NOTHING, Taken::plus);
    }

    /** @param last key of the last folder; empty at the end */
    private record Removed(Taken taken, Optional<String> last) {}

    private Mono<Removed> removeAfter(String after, Sweeps.Turn turn, Instant storedBefore) {
        return orphans.list(storedBefore, after, REMOVED_AT_A_TIME)
                .collectList()
                .flatMap(some -> {
                    Optional<String> last = some.isEmpty()
                            ? Optional.empty()
                            : Optional.of(some.getLast().folder());
                    return Flux.fromIterable(some)
                            .concatMap(
                                    orphan -> sweeps.renew(turn, settings.lease())
                                            .then(Mono.defer(() -> remove(orphan, storedBefore)))
                                            .delaySubscription(settings.pause()),
                                    1)
                            .reduce(Taken.NOTHING, Taken::plus)
                            .map(taken -> new Removed(taken, last));
                });
    }

    private Mono<Taken> remove(Orphans.Orphan orphan, Instant storedBefore) {
        Optional<OwnedFolder> folder = OwnedFolder.of(orphan.folder() + "/any");
        return folder.map(its -> orphans.ofNobody(Set.of(its))
                        .filterWhen(nobodys -> stillOrphan(its, nobodys, storedBefore))
                        .flatMap(_ -> removeAll(its, orphan))
                        .defaultIfEmpty(Taken.NOTHING)
                        .onErrorResume(error -> trouble(its, error)))
                .orElseGet(() -> Mono.just(Taken.NOTHING));
    }

    /** Somebody may have come meanwhile, or something been stored. */
    private Mono<Boolean> stillOrphan(OwnedFolder folder, Set<OwnedFolder> nobodys, Instant storedBefore) {
        return nobodys.contains(folder)
                ? store.list(folder.key()).all(object -> !object.changed().isAfter(storedBefore))
                : Mono.just(false);
    }

    private Mono<Taken> removeAll(OwnedFolder folder, Orphans.Orphan orphan) {
        return audit.begins(folder, orphan.foundAt())
                .then(Mono.defer(() -> objects.takeAll(new JobFiles(folder.key()), settings.objects())))
                .flatMap(taken -> {
                    meters.removed(taken);
                    return taken.objects() >= settings.objects()
                            ? Mono.just(taken)
                            : audit.ended(folder, orphan.foundAt(), taken)
                                    .then(Mono.defer(() -> orphans.forget(folder.key())))
                                    .thenReturn(taken);
                })
                .doOnNext(taken ->
                        LOG.info("Removed {} objects of {}, which belongs to nobody", taken.objects(), folder.key()));
    }

    /** It is found again by the next sweep. */
    private Mono<Taken> trouble(OwnedFolder folder, Throwable error) {
        meters.count(RetentionMeter.TROUBLES, 1);
        LOG.warn(
                "Could not remove {}, which belongs to nobody; the next sweep will: {}",
                folder.key(),
                error.toString());
        return Mono.just(Taken.NOTHING);
    }
}
