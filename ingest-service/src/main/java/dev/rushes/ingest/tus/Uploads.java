package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Creation;
import dev.rushes.ingest.tus.domain.Patch;
import dev.rushes.ingest.tus.domain.Phase;
import dev.rushes.ingest.tus.domain.Reading;
import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.PartedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What can be done with an upload. An upload of another tenant does not exist. Work on bytes goes on when the client leaves: what has arrived
 * becomes durable, and what was begun is finished.
 */
final class Uploads {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final UploadRows rows;
    private final Turns turns;
    private final Receiving receiving;
    private final Finishing finishing;
    private final Removal removal;
    private final PartStore parts;
    private final UploadedJobs jobs;
    private final UploadMeters meters;
    private final long mostBytes;
    private final Duration patience;

    /** @param mostBytes most bytes of an upload */
    Uploads(Desk desk, PartStore parts, UploadedJobs jobs, UploadSettings settings, long mostBytes) {
        this.rows = desk.rows();
        this.turns = desk.turns();
        this.receiving = desk.receiving();
        this.finishing = desk.finishing();
        this.removal = desk.removal();
        this.meters = desk.meters();
        this.parts = parts;
        this.jobs = jobs;
        this.mostBytes = mostBytes;
        this.patience = settings.turnTimeout();
    }

    /** Who does the work. */
    record Desk(
            UploadRows rows,
            Turns turns,
            Receiving receiving,
            Finishing finishing,
            Removal removal,
            UploadMeters meters) {}

    /** A new upload, with its first bytes if the request brings any. */
    Mono<Upload> create(String tenant, Creation creation, Flux<DataBuffer> body) {
        Mono<Void> fit = creation.wantsJob() ? jobs.check(creation.metadata().values()) : Mono.empty();
        return fit.then(lengthOf(tenant, creation))
                .flatMap(length -> begin(tenant, creation, length))
                .flatMap(upload -> Finishing.isPending(upload)
                        ? detached(() -> finished(upload.id()))
                        : creation.withBytes() ? first(upload, creation, body) : Mono.just(upload));
    }

    /** How far an upload is. Whoever brings bytes for it at the moment is stopped: a client that asks is a client that comes back. */
    Mono<Upload> look(String tenant, UUID id) {
        return find(tenant, id).flatMap(upload -> {
            if (upload.expired() && upload.isReceiving()) {
                return Mono.error(new UploadRefused(Refusal.expired()));
            }
            return upload.phase() == Phase.DONE
                    ? Mono.just(upload)
                    : detached(() -> inTurn(id, turn -> receiving.settle(turn).flatMap(_ -> finishing.finish(turn))))
                            .timeout(patience.plusSeconds(5))
                            .onErrorMap(TimeoutException.class, _ -> new UploadRefused(Refusal.locked()));
        });
    }

    /** Takes the bytes of a request. */
    Mono<Upload> append(String tenant, UUID id, Patch patch, Flux<DataBuffer> body) {
        return detached(() -> EarlyBytes.with(body, meters::received, bytes -> find(tenant, id)
                .flatMap(upload -> UploadRefused.unless(early(patch, upload)))
                .then(Mono.defer(() -> inTurn(id, turn -> append(turn, patch, bytes))))));
    }

    private Mono<Upload> append(Turn turn, Patch patch, EarlyBytes bytes) {
        return receiving
                .settle(turn)
                .flatMap(at -> UploadRefused.unless(patch.decide(at.upload(), mostBytes))
                        .flatMap(append -> at.upload().isReceiving()
                                ? receiving.receive(turn, at, append, patch.checksum(), bytes)
                                : Mono.just(at.upload())))
                .flatMap(_ -> finishing.finish(turn));
    }

    /** Removes an upload. Bytes that belong to a job stay. */
    Mono<Void> remove(String tenant, UUID id) {
        return find(tenant, id)
                .flatMap(_ ->
                        detached(() -> inTurn(id, turn -> removal.remove(turn).thenReturn(true))))
                .then();
    }

    /** An upload whose bytes can be read. */
    Mono<StoredUpload> open(String tenant, UUID id) {
        return find(tenant, id)
                .flatMap(upload ->
                        upload.isStored() ? rows.read(id) : Mono.error(new UploadRefused(Refusal.incomplete())));
    }

    /** What can be told before it is the request's turn: only what no other request can change. */
    private Reading<Upload> early(Patch patch, Upload upload) {
        boolean settled = upload.kind() == Upload.Kind.FINAL || upload.expired();
        return settled
                ? patch.decide(upload, mostBytes).then(_ -> new Reading.Good<>(upload))
                : new Reading.Good<>(upload);
    }

    private Mono<Upload> find(String tenant, UUID id) {
        return rows.find(tenant, id).switchIfEmpty(missing());
    }

    private <T> Mono<T> inTurn(UUID id, Function<Turn, Mono<T>> work) {
        return turns.inTurn(id, patience, work).switchIfEmpty(missing());
    }

    private Mono<Upload> finished(UUID id) {
        return inTurn(id, finishing::finish);
    }

    private Mono<Upload> first(Upload upload, Creation creation, Flux<DataBuffer> body) {
        Patch.Append append = new Patch.Append(upload.length(), upload.length().orElse(mostBytes));
        return detached(() -> EarlyBytes.with(
                body,
                meters::received,
                bytes -> inTurn(upload.id(), turn -> receiving
                        .settle(turn)
                        .flatMap(at -> receiving.receive(turn, at, append, creation.checksum(), bytes))
                        .flatMap(_ -> finishing.finish(turn)))));
    }

    private Mono<OptionalLong> lengthOf(String tenant, Creation creation) {
        if (creation.kind() != Upload.Kind.FINAL) {
            return Mono.just(creation.length());
        }
        return Flux.fromIterable(creation.pieces())
                .concatMap(id -> rows.find(tenant, id), 1)
                .collectList()
                .flatMap(found -> UploadRefused.unless(creation.lengthOf(found, mostBytes)))
                .map(OptionalLong::of);
    }

    private Mono<Upload> begin(String tenant, Creation creation, OptionalLong length) {
        // Randomness may block.
        return Mono.fromSupplier(UUID::randomUUID)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(id -> {
                    Optional<UUID> job = creation.wantsJob() ? Optional.of(UploadPaths.job(id)) : Optional.empty();
                    Upload upload = upload(tenant, id, creation, length, job);
                    return object(upload).flatMap(object -> rows.add(upload, object));
                });
    }

    private Mono<PartedObject> object(Upload upload) {
        String key = UploadPaths.key(upload.tenant(), upload.id(), upload.jobId());
        return upload.kind() == Upload.Kind.FINAL
                ? Mono.just(new PartedObject(upload.id(), key, UNKNOWN_TYPE, 0, ""))
                : parts.begin(upload.id(), key, UNKNOWN_TYPE, upload.length().orElse(mostBytes));
    }

    private static Upload upload(String tenant, UUID id, Creation creation, OptionalLong length, Optional<UUID> job) {
        boolean whole = creation.kind() == Upload.Kind.FINAL || length.equals(OptionalLong.of(0));
        return new Upload(
                id,
                tenant,
                creation.kind(),
                whole ? Phase.RECEIVED : Phase.RECEIVING,
                length,
                whole ? length.orElse(0) : 0,
                creation.metadata().header(),
                creation.concatenation(),
                creation.kind() == Upload.Kind.FINAL ? creation.pieces() : List.of(),
                job,
                Optional.empty(),
                Instant.EPOCH,
                false);
    }

    private static <T> Mono<T> missing() {
        return Mono.error(() -> new UploadRefused(Refusal.missing()));
    }

    /** Goes on, and lets go of what it holds, even when nobody waits for the answer any more. */
    private static <T> Mono<T> detached(Supplier<Mono<T>> work) {
        return Mono.deferContextual(context -> Mono.fromFuture(
                        work.get().materialize().contextWrite(context).toFuture(), true))
                .dematerialize();
    }
}
