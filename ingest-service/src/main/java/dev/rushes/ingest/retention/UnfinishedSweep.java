package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.domain.OwnedFolder;
import dev.rushes.ingest.tus.JobUploads;
import dev.rushes.media.store.UnfinishedUploads;
import dev.rushes.media.store.UnfinishedUploads.UnfinishedUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What was begun in the store so long ago that nobody finishes it: no upload of a client has it, and nothing else takes days. Not touched is what this
 * program does not begin. A store that does not tell keeps what it has, and the rest of the sweep goes on.
 */
final class UnfinishedSweep {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedSweep.class);
    private static final int PAGE = 1_000;

    private final Optional<UnfinishedUploads> store;
    private final JobUploads uploads;
    private final RetentionAudit audit;
    private final RetentionMeters meters;

    /** @param store empty for one that leaves nothing unfinished */
    UnfinishedSweep(
            Optional<UnfinishedUploads> store, JobUploads uploads, RetentionAudit audit, RetentionMeters meters) {
        this.store = store;
        this.uploads = uploads;
        this.audit = audit;
        this.meters = meters;
    }

    /** Something that nobody finishes. */
    private record Left(OwnedFolder folder, UnfinishedUpload upload) {}

    /** How many there are; none if the store does not tell. */
    Mono<Long> count(Instant begunBefore) {
        return left(begunBefore).count().onErrorResume(error -> {
            meters.count(RetentionMeter.TROUBLES, 1);
            LOG.warn("The store does not tell of uploads that were begun and not finished: {}", error.toString());
            return Mono.just(0L);
        });
    }

    /** Gives them up; how many they were. */
    Mono<Long> abort(Instant begunBefore) {
        return left(begunBefore).concatMap(this::abort, 1).reduce(0L, Long::sum);
    }

    private Flux<Left> left(Instant begunBefore) {
        return Mono.justOrEmpty(store)
                .flatMapMany(UnfinishedUploads::list)
                .filter(upload -> !upload.begun().isAfter(begunBefore))
                .flatMapIterable(upload -> OwnedFolder.of(upload.key())
                        .map(folder -> List.of(new Left(folder, upload)))
                        .orElse(List.of()))
                .buffer(PAGE)
                .concatMap(this::ofNobody, 1);
    }

    private Flux<Left> ofNobody(List<Left> some) {
        return uploads.held(some.stream().map(left -> left.upload().token()).collect(Collectors.toSet()))
                .flatMapIterable(held -> some.stream()
                        .filter(left -> !held.contains(left.upload().token()))
                        .toList());
    }

    /** What fails is found again by the next sweep. */
    private Mono<Long> abort(Left left) {
        return store.map(its -> audit.begins(left.folder(), left.upload())
                        .then(Mono.defer(() -> its.abort(left.upload())))
                        .then(Mono.defer(() -> audit.ended(left.folder(), left.upload())))
                        .then(Mono.fromSupplier(() -> {
                            LOG.info(
                                    "Gave up {}, which was begun at {} and never finished",
                                    left.upload().key(),
                                    left.upload().begun());
                            return 1L;
                        })))
                .orElseGet(Mono::empty)
                .onErrorResume(error -> {
                    meters.count(RetentionMeter.TROUBLES, 1);
                    LOG.warn(
                            "Could not give up {}, which was never finished; the next sweep will: {}",
                            left.upload().key(),
                            error.toString());
                    return Mono.just(0L);
                });
    }
}
