package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.TenantNews;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.progress.Backlog.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Follows one tenant for all of an instance's streams of it: two questions to the ledger for a change, however many look on. Lines are told at once,
 * standings at most every {@link StreamLimits#pause}. Runs while somebody looks on.
 */
final class TenantTail {
    private static final Logger LOG = LoggerFactory.getLogger(TenantTail.class);
    private static final Duration LINGER = Duration.ofSeconds(10);
    private static final int STANDINGS = 200;
    static final byte[] SIGN = ":still here\n\n".getBytes(StandardCharsets.UTF_8);

    private enum Signal {
        LINES,
        STANDINGS
    }

    /**
     * Jobs as they stood.
     *
     * @param next frame of the backlog that may tell more
     * @param place lines up to here are in it; the backlog may tell some of them again
     */
    record Snapshot(long next, NewsPlace place, byte[] bytes) {}

    private final String tenant;
    private final TenantNews news;
    private final JobChanges changes;
    private final NewsText text;
    private final StreamLimits limits;
    private final StreamCounts counts;
    private final Clock clock;
    private final Backlog backlog;
    private final Set<UUID> moved = ConcurrentHashMap.newKeySet();
    private volatile boolean anyMoved;
    private final Flux<Mark> marks;
    private final Mono<Snapshot> snapshot;

    /** @param ended what is done when nobody looks on any more */
    TenantTail(
            String tenant,
            TenantNews news,
            JobChanges changes,
            NewsText text,
            StreamLimits limits,
            StreamCounts counts,
            Clock clock,
            Consumer<TenantTail> ended) {
        this.tenant = tenant;
        this.news = news;
        this.changes = changes;
        this.text = text;
        this.limits = limits;
        this.counts = counts;
        this.clock = clock;
        this.backlog = new Backlog(limits.backlog());
        Flux<Mark> followed = Flux.defer(this::follow)
                .doOnError(e -> LOG.warn("Streams of a tenant wait for the ledger: {}", e.toString()))
                .retryWhen(AskingAgain.always());
        this.marks = Flux.merge(1, followed, beats())
                .doFinally(_ -> ended.accept(this))
                // Waking thousands of readers is no work for a connection of the database.
                .publishOn(Schedulers.parallel())
                .replay(1)
                .refCount(1, LINGER);
        this.snapshot =
                marks.next().flatMap(_ -> takeSnapshot()).cacheInvalidateIf(taken -> !backlog.keeps(taken.next()));
    }

    String tenant() {
        return tenant;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Where the backlog ends, now and whenever it has grown. To be taken at once, or dropped. Never completes, never fails. */
    Flux<Mark> marks() {
        return marks;
    }

    /** The jobs under way; taken once for many readers. */
    Mono<Snapshot> snapshot() {
        return snapshot;
    }

    private Mono<Snapshot> takeSnapshot() {
        return Mono.fromSupplier(backlog::mark)
                .flatMap(mark -> news.underWay(tenant, STANDINGS + 1).map(found -> {
                    List<Job> jobs = found.jobs();
                    News all = new News.Snapshot(
                            jobs.subList(0, Math.min(STANDINGS, jobs.size())), jobs.size() > STANDINGS);
                    return new Snapshot(mark.index(), NewsPlace.of(found.at()), text.of(all));
                }));
    }

    private Flux<Mark> follow() {
        return news.head(tenant)
                .map(this::arrive)
                .flatMapMany(mark -> Flux.concat(Mono.just(mark), signals().concatMap(this::look, 1)));
    }

    /** Goes on where it was if that is not too long ago. */
    private Mark arrive(TenantNews.Head head) {
        NewsPlace at = backlog.mark().place();
        boolean near = at.epoch().equals(head.epoch())
                && head.last() >= at.position()
                && head.last() - at.position() <= NewsStart.REPLAY_LIMIT;
        if (near) {
            anyMoved = true;
        }
        return near ? backlog.mark() : backlog.jump(NewsPlace.of(head));
    }

    /** Each kind of signal for itself becomes one while it waits. */
    private Flux<Signal> signals() {
        Flux<Signal> changed = changes.ofTenant(tenant).doOnNext(this::note).publish(noted -> {
            Flux<Signal> lines = noted.map(_ -> Signal.LINES).onBackpressureLatest();
            Flux<Signal> standings = noted.onBackpressureLatest()
                    .concatMap(_ -> Mono.delay(limits.pause()).thenReturn(Signal.STANDINGS), 1)
                    .onBackpressureLatest();
            return Flux.merge(1, lines, standings);
        });
        // In this order: who looks before it listens can miss a change in between. What is found then is told as it
        // stands, too.
        return Flux.merge(1, changed, Flux.just(Signal.LINES, Signal.STANDINGS));
    }

    /** A change that has been missed may be the last of a job: then it is found in its lines, and no more among the jobs under way. */
    private void note(JobChanges.Change change) {
        change.job().ifPresentOrElse(moved::add, () -> anyMoved = true);
    }

    private Flux<Mark> look(Signal signal) {
        return switch (signal) {
            case LINES -> lines();
            case STANDINGS -> standings();
        };
    }

    private Flux<Mark> lines() {
        return page().expand(found -> found < NewsStart.REPLAY_LIMIT ? Mono.empty() : page())
                .filter(found -> found > 0)
                .map(_ -> backlog.mark());
    }

    /** How many lines came. */
    private Mono<Integer> page() {
        return Mono.defer(() -> news.lines(tenant, backlog.mark().place().position(), NewsStart.REPLAY_LIMIT)
                .collectList()
                .doOnNext(this::tell)
                .map(List::size));
    }

    private void tell(List<TenantNews.Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        NewsPlace place = backlog.mark().place();
        List<Backlog.Frame> frames = new ArrayList<>();
        for (TenantNews.Line line : lines) {
            place = new NewsPlace(place.epoch(), line.position());
            boolean unused = moved.add(line.jobId());
            frames.add(new Backlog.Frame(line.jobId(), line.position(), text.of(line, place)));
            counts.told(Duration.between(line.entry().occurredAt(), clock.instant()));
        }
        Mark alsoUnused = backlog.append(frames, place);
    }

    private Flux<Mark> standings() {
        boolean any = anyMoved;
        List<UUID> ids = List.copyOf(moved);
        if (!any && ids.isEmpty()) {
            return Flux.empty();
        }
        Mono<List<Job>> known =
                ids.isEmpty() ? Mono.just(List.of()) : news.jobs(tenant, ids).map(TenantNews.Standings::jobs);
        Mono<List<Job>> others =
                any ? news.underWay(tenant, STANDINGS).map(TenantNews.Standings::jobs) : Mono.just(List.of());
        // Forgotten before the question: what moves while it is asked is asked again.
        anyMoved = false;
        ids.forEach(moved::remove);
        return Flux.concat(known, others)
                .flatMapIterable(jobs -> jobs)
                .map(job -> new Backlog.Frame(Optional.of(job.id()), text.of(new News.Standing(job))))
                .collectList()
                .doOnError(_ -> {
                    moved.addAll(ids);
                    if (any) {
                        anyMoved = true;
                    }
                })
                .filter(frames -> !frames.isEmpty())
                .map(frames -> backlog.append(frames, backlog.mark().place()))
                .flux();
    }

    /**
     * A comment now and then, so that the connection is seen to live, with the place, so that whoever wants few jobs is not left behind. Whether the ledger
     * answers makes no difference.
     */
    private Flux<Mark> beats() {
        return Flux.interval(limits.heartbeat()).onBackpressureLatest().map(_ -> backlog.say(SIGN, TenantTail::beat));
    }

    private static byte[] beat(NewsPlace place) {
        return (new String(place.idLine(), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
