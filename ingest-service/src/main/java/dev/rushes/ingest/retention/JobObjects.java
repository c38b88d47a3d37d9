package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.domain.JobFiles;
import dev.rushes.media.store.ObjectStore;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes a job's objects away, manifests first. Reads the listing page by page and never holds it whole; may be broken off anywhere and called again,
 * since what has gone is not listed. Fails as the store does, with what it took away until then gone.
 */
public final class JobObjects {
    private final ObjectStore store;
    private final int atOnce;

    /** @param atOnce deletions in flight */
    public JobObjects(ObjectStore store, int atOnce) {
        this.store = store;
        this.atOnce = atOnce;
    }

    /**
     * Takes away what was needed for the work alone; footage, timeline and films stay.
     *
     * @param most objects; who took so many calls again
     */
    public Mono<Taken> takeWork(JobFiles job, int most) {
        return manifests(job.workManifests())
                .flatMap(first -> take(job, job.workFolders(), most).map(first::plus));
    }

    /**
     * Takes everything away.
     *
     * @param most objects; who took so many calls again
     */
    public Mono<Taken> takeAll(JobFiles job, int most) {
        return manifests(job.manifests())
                .flatMap(first -> take(job, List.of(job.folder()), most).map(first::plus));
    }

    private Mono<Taken> manifests(List<String> keys) {
        return Flux.fromIterable(keys)
                .concatMap(key -> store.find(key)
                        .flatMap(found -> found.isEmpty()
                                ? Mono.just(Taken.NOTHING)
                                : store.delete(key)
                                        .thenReturn(new Taken(1, found.get().size()))))
                .reduce(Taken.NOTHING, Taken::plus);
    }

    private Mono<Taken> take(JobFiles job, List<String> folders, int most) {
        return Flux.fromIterable(folders)
                .concatMap(store::list)
                .filter(object -> job.holds(object.key()))
                .take(most)
                .flatMap(object -> store.delete(object.key()).thenReturn(new Taken(1, object.size())), atOnce, atOnce)
                .reduce(Taken.NOTHING, Taken::plus);
    }

    /**
     * What went.
     *
     * @param objects how many
     * @param bytes their sizes
     */
    public record Taken(long objects, long bytes) {
        public static final Taken NOTHING = new Taken(0, 0);

        Taken plus(Taken more) {
            return new Taken(objects + more.objects, bytes + more.bytes);
        }
    }
}
