package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One at a time: who wants to change an upload waits for its turn, and asks whoever has it to stop, save and let go, on whatever instance that
 * is. A connection that hangs so never locks a client out, and an instance that died does only until its lease is over.
 */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    /** How often to look, and to ask again, should a signal be missed. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final TurnRows rows;
    private final UploadSignals signals;
    private final Duration lease;
    private final Duration longestWait;
    private final UploadMeters meters;

    /**
     * @param lease how long a turn lasts without a sign of life
     * @param longestWait for an answer of the database
     */
    Turns(TurnRows rows, UploadSignals signals, Duration lease, Duration longestWait, UploadMeters meters) {
        this.rows = rows;
        this.signals = signals;
        this.lease = lease;
        this.longestWait = longestWait;
        this.meters = meters;
    }

    /**
     * Does some work in a turn.
     *
     * @param patience longest wait for the turn, then it is refused as locked; none asks nobody to stop
     * @return what the work returns; empty if there is no such upload
     */
    <T> Mono<T> inTurn(UUID id, Duration patience, Function<Turn, Mono<T>> work) {
        return Mono.usingWhen(
                take(id, patience),
                turn -> Mono.using(() -> watch(turn), _ -> work.apply(turn), Disposable::dispose),
                this::release);
    }

    private Mono<Turn> take(UUID id, Duration patience) {
        Mono<Turn> free = attempt(id, false);
        if (patience.isZero()) {
            return free.switchIfEmpty(Mono.error(() -> new UploadRefused(Refusal.locked())));
        }
        Mono<Turn> later = Flux.merge(
                        signals.freed(id), Flux.interval(Duration.ZERO, LOOK).map(String::valueOf))
                .onBackpressureLatest()
                .concatMap(_ -> askOrTake(id), 1)
                .next()
                .timeout(patience)
                .onErrorMap(TimeoutException.class, _ -> new UploadRefused(Refusal.locked()))
                .flatMap(Mono::justOrEmpty);
        return free.switchIfEmpty(later);
    }

    /** Nothing: go on waiting. An empty answer: there is no such upload. */
    private Mono<Optional<Turn>> askOrTake(UUID id) {
        return attempt(id, true)
                .map(Optional::of)
                .switchIfEmpty(rows.ask(id)
                        .timeout(longestWait)
                        .flatMap(exists -> exists ? Mono.<Optional<Turn>>empty() : Mono.just(Optional.empty())));
    }

    private Mono<Turn> attempt(UUID id, boolean asked) {
        return rows.take(id).timeout(longestWait).map(taken -> {
            if (asked || taken.lapsed()) {
                meters.count(UploadMeter.TAKEOVERS);
            }
            return taken.turn();
        });
    }

    private Disposable watch(Turn turn) {
        return Flux.merge(signals.wanted(turn.id()).map(_ -> End.WANTED), renewals(turn))
                .subscribe(turn::end, error -> LOG.warn("Lost sight of upload {}: {}", turn.id(), error.toString()));
    }

    /** A database that is away is away for everybody: nobody else can take the turn, and nothing can be recorded. */
    private Flux<End> renewals(Turn turn) {
        return Flux.interval(lease.dividedBy(3))
                .onBackpressureDrop()
                .concatMap(
                        _ -> rows.renew(turn)
                                .timeout(longestWait)
                                .map(wanted -> wanted ? Optional.of(End.WANTED) : Optional.<End>empty())
                                .defaultIfEmpty(Optional.of(End.LOST))
                                .onErrorReturn(Optional.empty()),
                        1)
                .flatMap(Mono::justOrEmpty, 1);
    }

    private Mono<Void> release(Turn turn) {
        return rows.release(turn)
                .timeout(longestWait)
                .doOnError(error ->
                        LOG.warn("Upload {} stays locked until its lease is over: {}", turn.id(), error.toString()))
                .onErrorComplete();
    }
}
