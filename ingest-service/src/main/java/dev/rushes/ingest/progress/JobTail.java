package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.progress.JobLook.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Follows one job for all of an instance's streams of it: as many questions to the ledger for a change, however many look on. Lines are told at once,
 * progress at most every {@link StreamLimits#pause}. Runs while somebody looks on.
 */
final class JobTail {
    private static final Logger LOG = LoggerFactory.getLogger(JobTail.class);
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** Lines that are kept for readers who are a little slower; others ask the ledger. */
    private static final int KEPT = 32;

    /** Whose job. */
    record Key(String tenant, UUID jobId) {}

    private final Key key;
    private final Ledger ledger;
    private final JobChanges changes;
    private final FrameText text;
    private final StreamLimits limits;
    private final Flux<JobLook> looks;

    /** Written by one look after the other. */
    private volatile Optional<JobLook.Stands> last = Optional.empty();

    /** @param ended what is done when nobody looks on any more */
    JobTail(Key key, Ledger ledger, JobChanges changes, FrameText text, StreamLimits limits, Consumer<JobTail> ended) {
        this.key = key;
        this.ledger = ledger;
        this.changes = changes;
        this.text = text;
        this.limits = limits;
        Flux<Optional<JobLook>> followed = Flux.defer(this::follow)
                .doOnError(e -> LOG.warn("Streams of a job wait for the ledger: {}", e.toString()))
                .retryWhen(AskingAgain.always())
                .map(Optional::of);
        this.looks = Flux.merge(1, followed, silences())
                .concatMapIterable(look -> look.or(this::still).map(List::of).orElse(List.of()), 1)
                .doFinally(_ -> ended.accept(this))
                // Waking many readers is no work for a connection of the database.
                .publishOn(Schedulers.parallel())
                .replay(1)
                .refCount(1, LINGER);
    }

    /** The last look, and each that follows. To be taken at once, or dropped. Never completes, never fails. */
    Flux<JobLook> looks() {
        return looks;
    }

    /** The next lines, at most so many. */
    Mono<List<JobLook.Line>> lines(long after, int most) {
        return ledger.entries(key.tenant(), key.jobId(), after, most)
                .map(entry -> new JobLook.Line(entry.sequence(), text.of(new Frame.News(entry))))
                .collectList();
    }

    /** Whether the ledger answers or not, readers are to see that their connection lives. What they are told stands behind what has been told before. */
    private Flux<Optional<JobLook>> silences() {
        return Flux.interval(limits.heartbeat()).onBackpressureLatest().map(_ -> Optional.empty());
    }

    private Optional<JobLook> still() {
        return last.map(stands -> stands.at(Cause.SILENCE));
    }

    private Flux<JobLook> follow() {
        return causes().concatMap(this::look, 1);
    }

    /** Each cause for itself becomes one while it waits. */
    private Flux<Cause> causes() {
        Flux<Cause> changed = changes.of(key.jobId()).publish(told -> {
            Flux<Cause> now = told.map(_ -> Cause.CHANGE).onBackpressureLatest();
            Flux<Cause> later = told.onBackpressureLatest()
                    .concatMap(_ -> Mono.delay(limits.pause()).thenReturn(Cause.PAUSE), 1)
                    .onBackpressureLatest();
            return Flux.merge(1, now, later);
        });
        // In this order: who looks before it listens can miss a change in between.
        return Flux.merge(1, changed, Mono.just(Cause.CHANGE));
    }

    private Mono<JobLook> look(Cause cause) {
        return ledger.find(key.tenant(), key.jobId())
                .flatMap(job -> fresh(job).map(lines -> stands(cause, job, lines)))
                .<JobLook>map(stands -> stands)
                .switchIfEmpty(Mono.fromSupplier(() -> {
                    last = Optional.empty();
                    return new JobLook.Gone();
                }));
    }

    /** Lines that have come since the last look; none if there was none. */
    private Mono<List<JobLook.Line>> fresh(Job job) {
        return last.map(before -> before.job().version())
                .filter(version -> job.version() > version && job.version() - version <= StreamPosition.REPLAY_LIMIT)
                .map(version -> lines(version, StreamPosition.REPLAY_LIMIT))
                .orElseGet(() -> Mono.just(List.of()));
    }

    private JobLook.Stands stands(Cause cause, Job job, List<JobLook.Line> fresh) {
        List<JobLook.Line> lines = new ArrayList<>();
        last.filter(before -> !fresh.isEmpty() || before.job().version() == job.version())
                .ifPresent(before -> lines.addAll(before.lines()));
        // What came between the two questions is left for the next look.
        fresh.stream().filter(line -> line.sequence() <= job.version()).forEach(lines::add);
        List<JobLook.Line> kept = List.copyOf(lines.subList(Math.max(0, lines.size() - KEPT), lines.size()));
        long after = kept.isEmpty() ? job.version() : kept.getFirst().sequence() - 1;
        JobLook.Stands now = new JobLook.Stands(cause, job, after, kept, text.of(new Frame.Standing(job)));
        last = Optional.of(now);
        return now;
    }
}
