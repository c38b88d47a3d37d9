package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Phase;
import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import reactor.core.publisher.Mono;

/** Removes uploads: first so that nobody sees them, then the bytes, then the record. Whatever is left by a crash is found by the housekeeping. */
final class Removal {
    private final UploadRows rows;
    private final PartStore parts;
    private final ObjectStore objects;

    Removal(UploadRows rows, PartStore parts, ObjectStore objects) {
        this.rows = rows;
        this.parts = parts;
        this.objects = objects;
    }

    Mono<Void> remove(Turn turn) {
        return rows.read(turn.id()).flatMap(at -> rows.gone(turn)
                .switchIfEmpty(Mono.error(() -> new UploadRefused(Refusal.takenOver())))
                .then(bytes(at))
                .then(rows.delete(turn.id())));
    }

    private Mono<Void> bytes(StoredUpload at) {
        Upload upload = at.upload();
        Mono<Void> unfinished = upload.kind() == Upload.Kind.FINAL ? Mono.empty() : parts.abandon(at.object());
        // Once the job is acknowledged the bytes are the job's. A removal that was interrupted does not know whether it
        // was, and leaves them.
        boolean jobs = upload.jobId().isPresent() && (upload.phase() == Phase.DONE || upload.phase() == Phase.GONE);
        return jobs ? unfinished : unfinished.then(objects.delete(at.object().key()));
    }
}
