package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens progress streams. A stream is a loop: wait for a signal, look at the ledger, send what is new, pause. Signals that come while the client
 * is slow become one, so nothing piles up for it; when it reads again, the next look tells it all it missed.
 */
public final class ProgressStreams {
    private static final Duration POLL = Duration.ofMillis(250);

    private final Ledger ledger;
    private final JobChanges changes;
    private final StreamLimits limits;

    public ProgressStreams(Ledger ledger, JobChanges changes, StreamLimits limits) {
        this.ledger = ledger;
        this.changes = changes;
        this.limits = limits;
    }

    /** What asking for a stream leads to. */
    public sealed interface Opening {

        /** Frames until the run is over. */
        record Live(Flux<Frame> frames) implements Opening {}

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
        return await(tenant, jobId)
                .map(job -> opening(job, last))
                .switchIfEmpty(Mono.fromSupplier(Opening.Unknown::new));
    }

    private Opening opening(Job job, OptionalLong last) {
        if (job.state().isTerminal() && last.isPresent() && last.getAsLong() == job.version()) {
            return new Opening.Over();
        }
        return new Opening.Live(Flux.defer(() -> frames(job, last)));
    }

    private Flux<Frame> frames(Job job, OptionalLong last) {
        StreamPosition position = last.isPresent() ? StreamPosition.after(last.getAsLong()) : StreamPosition.fresh();
        return signals(job.id())
                .concatMap(signal -> look(job, position, signal), 1)
                .takeUntil(Frame.End.class::isInstance)
                .take(limits.maxAge());
    }

    private enum Signal {
        CHANGED,
        HEARTBEAT
    }

    private Flux<Signal> signals(UUID jobId) {
        Flux<Signal> changed = changes.of(jobId).map(_ -> Signal.CHANGED).onBackpressureLatest();
        Flux<Signal> heartbeats =
                Flux.interval(limits.heartbeat()).map(_ -> Signal.HEARTBEAT).onBackpressureLatest();
        // In this order: who looks before it listens can miss a change in between.
        return Flux.merge(1, changed, heartbeats, Mono.just(Signal.CHANGED)).onBackpressureLatest();
    }

    private Flux<Frame> look(Job job, StreamPosition position, Signal signal) {
        Flux<Frame> frames = ledger.find(job.tenant(), job.id())
                .flatMap(now -> missed(now, position).map(entries -> position.frames(now, entries)))
                .flatMapIterable(found -> found);
        Flux<Frame> pause = Mono.delay(limits.pause()).thenMany(Flux.empty());
        Flux<Frame> alive = signal == Signal.HEARTBEAT ? Flux.just(new Frame.Heartbeat()) : Flux.empty();
        return Flux.concat(alive, frames, pause);
    }

    private Mono<List<Ledger.Entry>> missed(Job now, StreamPosition position) {
        OptionalLong after = position.replayAfter(now);
        return after.isEmpty() || after.getAsLong() == now.version()
                ? Mono.just(List.of())
                : ledger.entries(now.tenant(), now.id(), after.getAsLong(), StreamPosition.REPLAY_LIMIT)
                        .collectList();
    }

    private Mono<Job> await(String tenant, UUID jobId) {
        return Flux.interval(Duration.ZERO, POLL)
                .onBackpressureDrop()
                .take(limits.patience())
                .concatMap(_ -> ledger.find(tenant, jobId), 1)
                .next();
    }
}
