package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.QueryTimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens progress streams of single jobs. A stream takes the looks of the job's {@link JobTail}. Looks that come while the client is slow become one, so
 * nothing piles up for it; when it reads again, it is told all it missed, from the ledger if need be.
 */
public final class ProgressStreams {
    /** For the ledger, until whoever opens a stream is told that it is away. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** Lines that are read from the ledger for one client in one go. */
    private static final int PAGE = 50;

    private final Ledger ledger;
    private final JobChanges changes;
    private final FrameText text;
    private final StreamLimits limits;
    private final StreamCounts counts;
    private final Map<JobTail.Key, JobTail> tails = new ConcurrentHashMap<>();

    public ProgressStreams(
            Ledger ledger, JobChanges changes, FrameText text, StreamLimits limits, StreamCounts counts) {
        this.ledger = ledger;
        this.changes = changes;
        this.text = text;
        this.limits = limits;
        this.counts = counts;
    }

    /** What asking for a stream leads to. */
    public sealed interface Opening {

        /**
         * The stream, until the run is over.
         *
         * @param frames each element is what can be written in one go; its arrays are shared and must not be changed
         */
        record Live(Flux<List<byte[]>> frames) implements Opening {}

        /** The client has seen the end of the run already. */
        record Over() implements Opening {}

        /** There is no such job, also after the wait. */
        record Unknown() implements Opening {}
    }

    /**
     * Opens a stream for a client.
     *
     * @param last number of the last line that the client has seen; empty for a new client; one that makes no sense leads to a reset
     */
    public Mono<Opening> open(String tenant, UUID jobId, OptionalLong last) {
        return await(new JobTail.Key(tenant, jobId))
                .flatMap(job -> isAhead(job, last) ? asked(ledger.find(tenant, jobId)) : Mono.just(job))
                .map(job -> opening(job, last))
                .switchIfEmpty(Mono.fromSupplier(Opening.Unknown::new));
    }

    /** A client that was on another instance may be ahead of what was last seen here. */
    private static boolean isAhead(Job job, OptionalLong last) {
        return last.isPresent() && last.getAsLong() > job.version();
    }

    /** A browser takes a refusal of its stream for good, so it waits for the answer first. */
    private <T> Mono<T> asked(Mono<T> question) {
        return question.retryWhen(AskingAgain.ofTheDatabase(counts))
                .timeout(LONGEST_WAIT)
                .onErrorMap(TimeoutException.class, ProgressStreams::late);
    }

    private Opening opening(Job job, OptionalLong last) {
        if (job.state().isTerminal() && last.isPresent() && last.getAsLong() == job.version()) {
            return new Opening.Over();
        }
        return new Opening.Live(Flux.defer(() -> frames(job, new StreamPosition(text, last))));
    }

    /** What was put together for the client, and whether it is the last. */
    private record Step(List<byte[]> frames, boolean last) {}

    private Flux<List<byte[]>> frames(Job found, StreamPosition position) {
        JobTail tail = tail(new JobTail.Key(found.tenant(), found.id()));
        return tail.looks()
                .takeWhile(JobLook.Stands.class::isInstance)
                .cast(JobLook.Stands.class)
                // What was last seen here may be older than what the stream was opened with.
                .filter(look -> look.job().version() >= found.version())
                .onBackpressureLatest()
                .concatMap(look -> steps(tail, look, position), 1)
                .takeUntil(Step::last)
                .map(Step::frames)
                .filter(frames -> !frames.isEmpty())
                .take(limits.maxAge());
    }

    private JobTail tail(JobTail.Key key) {
        return tails.computeIfAbsent(
                key, _ -> new JobTail(key, ledger, changes, text, limits, tail -> tails.remove(key, tail)));
    }

    /** What the look tells the client; old lines page by page, as they are taken. */
    private Flux<Step> steps(JobTail tail, JobLook.Stands look, StreamPosition position) {
        OptionalLong after = position.replayAfter(look.job());
        if (after.isEmpty() || after.getAsLong() >= look.after()) {
            long seen = after.orElse(look.job().version());
            return Flux.just(last(
                    look,
                    look.lines().stream().filter(line -> line.sequence() > seen).toList(),
                    position));
        }
        return tail.lines(after.getAsLong(), PAGE)
                .retryWhen(AskingAgain.ofTheDatabase(counts))
                .flatMapMany(page -> page.size() < PAGE
                                || page.getLast().sequence() >= look.job().version()
                        ? Flux.just(last(look, page, position))
                        : Flux.concat(
                                Flux.just(new Step(position.tell(page), false)),
                                Flux.defer(() -> steps(tail, look, position))));
    }

    private static Step last(JobLook.Stands look, List<JobLook.Line> missed, StreamPosition position) {
        return new Step(position.tell(look, missed), look.job().state().isTerminal());
    }

    /**
     * The job as it was last seen, without a question of its own: after a restart everybody comes at once. Empty if there still is none when the patience
     * is over.
     */
    private Mono<Job> await(JobTail.Key key) {
        return Mono.defer(() -> {
            Flux<JobLook> looks = tail(key).looks();
            Mono<JobLook> enough = looks.next()
                    .timeout(LONGEST_WAIT)
                    .onErrorMap(TimeoutException.class, ProgressStreams::late)
                    .delayElement(limits.patience());
            return looks.takeUntilOther(enough)
                    .ofType(JobLook.Stands.class)
                    .map(JobLook.Stands::job)
                    .next();
        });
    }

    private static QueryTimeoutException late(TimeoutException cause) {
        return new QueryTimeoutException("Expected the database to answer within " + LONGEST_WAIT, cause);
    }
}
