package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.StageMeters;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Sends letters until they are stored: a failed try leaves the record pending and is repeated after a growing wait, for ever. */
final class Mail {
    private static final Logger LOG = LoggerFactory.getLogger(Mail.class);
    private static final int MAX_DOUBLINGS = 7;

    private final Outbox outbox;
    private final Timer timer;
    private final StageMeters meters;
    private final Scheduler workers;
    private final Duration longestWait;

    /** @param stage whose letters they are; one beside the flow has nothing to say about jobs */
    Mail(FlowStage stage, Tools tools) {
        this.outbox = stage.isOfTheFlow() ? tools.outbox() : new SilentAboutJobs(tools.outbox());
        this.timer = tools.timer();
        this.meters = tools.meters();
        this.workers = tools.workers();
        this.longestWait = tools.settings().persistence();
    }

    /** Sends letters one after the other. {@link LetterRefused} if one of them can never be sent. */
    Mono<Void> persist(List<Letter> letters) {
        return switch (letters.size()) {
            case 0 -> Mono.empty();
            case 1 -> persist(letters.getFirst());
            default -> Flux.fromIterable(letters).concatMap(this::persist).then();
        };
    }

    Mono<Void> persist(Letter letter) {
        // Nearly every letter goes out at the first try; those need no machinery for the next.
        return outbox.send(letter)
                .onErrorResume(error -> again(letter, error, 0).then(untilSent(letter)));
    }

    private Mono<Void> untilSent(Letter letter) {
        return outbox.send(letter)
                .retryWhen(Retry.from(failures ->
                        failures.concatMap(failure -> again(letter, failure.failure(), failure.totalRetries() + 1))));
    }

    /** Sends a letter that may get lost: progress, notes, news of a start, signs of life. Never blocks the caller. */
    Mono<Void> attempt(Letter letter) {
        return outbox.send(letter).subscribeOn(workers).onErrorResume(error -> {
            LOG.warn("Expected to send a letter that may get lost, but could not: {}", error.toString());
            return Mono.empty();
        });
    }

    /** Sends a letter that may get lost, and waits for nothing. */
    void tell(Letter letter) {
        Disposable unused =
                attempt(letter).subscribe(none -> {}, error -> LOG.warn("A letter that may get lost is lost", error));
    }

    /** Waits for the next try; {@link LetterRefused} if there is none. */
    private Mono<Long> again(Letter letter, Throwable error, long retries) {
        if (error instanceof LetterRefused && !(letter instanceof Letter.Dead)) {
            return Mono.error(error);
        }
        meters.sendFailure();
        Duration wait = backoff(retries);
        LOG.warn(
                "Expected to send a {}, but could not; the next try is in {}: {}",
                letter.getClass().getSimpleName(),
                wait,
                error.toString());
        return timer.after(wait).thenReturn(retries);
    }

    private Duration backoff(long retries) {
        int doublings = (int) Math.min(retries, MAX_DOUBLINGS);
        Duration wait = longestWait.dividedBy(100).multipliedBy(1L << doublings);
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }
}
