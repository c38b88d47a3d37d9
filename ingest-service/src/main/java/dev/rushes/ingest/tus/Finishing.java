package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Metadata;
import dev.rushes.ingest.tus.domain.Phase;
import dev.rushes.ingest.tus.domain.Reading;
import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.value.StoredObject;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What happens when all bytes are here: they become one object, then a job. Every step is recorded and repeatable, so whoever comes after a crash
 * goes on where it stopped: the next request for the upload, or the housekeeping.
 */
final class Finishing {
    private final UploadRows rows;
    private final PartStore parts;
    private final UploadedJobs jobs;
    private final UploadMeters meters;

    Finishing(UploadRows rows, PartStore parts, UploadedJobs jobs, UploadMeters meters) {
        this.rows = rows;
        this.parts = parts;
        this.jobs = jobs;
        this.meters = meters;
    }

    /** Does what is left to do; nothing for an upload that waits for bytes. */
    Mono<Upload> finish(Turn turn) {
        return rows.read(turn.id()).flatMap(upload -> finish(turn, upload));
    }

    private Mono<Upload> finish(Turn turn, StoredUpload at) {
        return switch (at.upload().phase()) {
            case RECEIVING, DONE -> Mono.just(at.upload());
            case RECEIVED -> join(turn, at).flatMap(upload -> finish(turn, at.with(upload)));
            case STORED -> ask(at).then(mine(rows.done(turn)));
            case GONE -> Mono.error(new UploadRefused(Refusal.missing()));
        };
    }

    private Mono<Upload> join(Turn turn, StoredUpload at) {
        Mono<StoredObject> joined = at.upload().kind() == Upload.Kind.FINAL
                ? pieces(at)
                        .flatMap(pieces ->
                                parts.concatenate(at.object().key(), at.object().contentType(), pieces))
                : parts.join(at.object(), at.parts());
        return joined.flatMap(object -> mine(rows.stored(turn, object.sha256())))
                .doOnNext(_ -> meters.count(UploadMeter.FINISHED));
    }

    private Mono<java.util.List<StoredObject>> pieces(StoredUpload at) {
        return Flux.fromIterable(at.upload().pieces())
                .concatMap(id -> rows.read(id).switchIfEmpty(Mono.error(() -> new UploadRefused(Refusal.missing()))), 1)
                .filter(piece -> piece.upload().isStored()
                        && piece.upload().tenant().equals(at.upload().tenant()))
                .map(StoredUpload::stored)
                .collectList()
                .filter(found -> found.size() == at.upload().pieces().size())
                .switchIfEmpty(Mono.error(() -> new UploadRefused(Refusal.missing())));
    }

    private Mono<Void> ask(StoredUpload at) {
        Upload upload = at.upload();
        return upload.jobId().isEmpty()
                ? Mono.empty()
                : jobs.ask(
                        upload.tenant(),
                        upload.jobId().get(),
                        wish(upload),
                        at.object().key());
    }

    /** Has been read before, when the upload was created. */
    private static Map<String, String> wish(Upload upload) {
        return switch (Metadata.read(Optional.of(upload.metadata()))) {
            case Reading.Good<Metadata>(Metadata metadata) -> metadata.values();
            case Reading.Bad<Metadata> _ -> Map.of();
        };
    }

    /** Who has lost its turn may not go on. */
    private static Mono<Upload> mine(Mono<Upload> changed) {
        return changed.switchIfEmpty(Mono.error(() -> new UploadRefused(Refusal.takenOver())));
    }

    /** Phases in which something is left to do that needs no client. */
    static boolean isPending(Upload upload) {
        return upload.phase() == Phase.RECEIVED || upload.phase() == Phase.STORED;
    }
}
