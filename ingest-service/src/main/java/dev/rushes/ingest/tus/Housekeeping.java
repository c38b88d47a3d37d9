package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Refusal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Removes what has expired, and finishes what a crash or an outage left unfinished; a bounded number each time. At the end of the program it stops
 * all writers first, so that what they have is saved before the server goes.
 */
final class Housekeeping implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final UploadRows rows;
    private final Turns turns;
    private final Finishing finishing;
    private final Removal removal;
    private final Places places;
    private final UploadMeters meters;
    private final Duration interval;
    private final int batch;
    private final Sinks.One<End> stopping;
    private final AtomicReference<@Nullable Disposable> running = new AtomicReference<>();

    /** @param stopping is told when this instance stops */
    Housekeeping(Uploads.Desk desk, Places places, UploadSettings settings, Sinks.One<End> stopping) {
        this.rows = desk.rows();
        this.turns = desk.turns();
        this.finishing = desk.finishing();
        this.removal = desk.removal();
        this.places = places;
        this.meters = desk.meters();
        this.interval = settings.sweepInterval();
        this.batch = settings.sweepBatch();
        this.stopping = stopping;
    }

    /** One round. Never fails. */
    Mono<Void> sweep() {
        Mono<Void> expired = rows.expired(batch)
                .concatMap(id -> quietly(id, turn -> removal.remove(turn).thenReturn(true))
                        .doOnNext(_ -> meters.count(UploadMeter.EXPIRED)))
                .then();
        Mono<Void> unfinished = rows.unfinished(batch)
                .concatMap(id -> quietly(id, finishing::finish))
                .then();
        Mono<Void> count = rows.open()
                .doOnNext(open -> meters.open(open.uploads(), open.bytes()))
                .then();
        return expired.then(unfinished).then(count).onErrorResume(error -> {
            LOG.warn("Could not look after uploads; will try again: {}", error.toString());
            return Mono.empty();
        });
    }

    @Override
    public void start() {
        running.set(Flux.interval(interval)
                .onBackpressureDrop()
                .concatMap(_ -> sweep(), 1)
                .subscribe(_ -> {}, error -> LOG.error("Nobody looks after uploads any more", error)));
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable stopped) {
        Disposable sweeping = running.getAndSet(null);
        if (sweeping != null) {
            sweeping.dispose();
        }
        var unused = stopping.tryEmitValue(End.STOPPING);
        Disposable _ = Flux.interval(Duration.ZERO, Duration.ofMillis(20))
                .takeUntil(_ -> places.isEmpty())
                .take(LONGEST_STOP)
                .subscribe(_ -> {}, _ -> stopped.run(), stopped);
    }

    @Override
    public boolean isRunning() {
        return running.get() != null;
    }

    /** Somebody else may be at it, and one that does not work must not keep the others waiting. */
    private <T> Mono<T> quietly(UUID id, Function<Turn, Mono<T>> work) {
        return turns.inTurn(id, Duration.ZERO, work).onErrorResume(error -> {
            boolean busy =
                    error instanceof UploadRefused refused && refused.refusal().equals(Refusal.locked());
            if (!busy) {
                LOG.warn("Could not look after upload {}; will try again: {}", id, error.toString());
            }
            return Mono.empty();
        });
    }
}
