package dev.rushes.ingest.tus;

import dev.rushes.media.store.ObjectStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The uploads that became, or were to become, a job. */
public final class JobUploads {
    /** Most uploads of one job: its id follows from that of its upload, so there is one. */
    private static final int MOST = 16;

    private final UploadRows rows;
    private final Turns turns;
    private final Removal removal;
    private final ObjectStore objects;
    private final Duration patience;

    /** @param patience longest wait until who brings bytes has stopped; then the removal fails, and can be tried again */
    JobUploads(Uploads.Desk desk, ObjectStore objects, Duration patience) {
        this.rows = desk.rows();
        this.turns = desk.turns();
        this.removal = desk.removal();
        this.objects = objects;
        this.patience = patience;
    }

    /** Which of these are uploads, or jobs that uploads became or were to become. */
    public Mono<Set<UUID>> known(UUID[] ids) {
        return rows.known(ids).collect(() -> (Set<UUID>) new HashSet<UUID>(), Set::add);
    }

    /** Which of these are the store's names for uploads that came, or are to come, in pieces. */
    public Mono<Set<String>> held(Set<String> tokens) {
        return rows.held(tokens).collect(() -> (Set<String>) new HashSet<String>(), Set::add);
    }

    /** Removes them with their bytes; of one that is made of pieces the pieces first, since nothing else knows whose they are. */
    public Mono<Void> remove(UUID job) {
        return rows.ofJob(job, MOST).collectList().flatMap(ids -> each(ids, this::whole));
    }

    private Mono<Void> whole(UUID id) {
        return turns.inTurn(id, patience, turn -> rows.read(id)
                        .flatMap(at -> each(at.upload().pieces(), this::piece)
                                .then(removal.remove(turn))
                                .then(objects.delete(at.object().key())))
                        .thenReturn(true))
                .then();
    }

    private Mono<Void> piece(UUID id) {
        return turns.inTurn(id, patience, turn -> removal.remove(turn).thenReturn(true))
                .then();
    }

    private static Mono<Void> each(List<UUID> ids, java.util.function.Function<UUID, Mono<Void>> work) {
        return Flux.fromIterable(ids).concatMap(work).then();
    }
}
