package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.StageMeters;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Sends letters until they are stored: a failed try leaves the record pending and is repeated after a growing wait, for ever. */
final class Mail {
    private static final Logger LOG = LoggerFactory.getLogger(Mail.class);
    private static final int MAX_DOUBLINGS = 7;

    private final Outbox outbox;
    private final Timer timer;
    private final StageMeters meters;
    private final Crew crew;
    private final Duration longestWait;

    /** @param stage whose letters they are; one beside the flow has nothing to say about jobs */
    Mail(FlowStage stage, Tools tools) {
        this.outbox = stage.isOfTheFlow() ? tools.outbox() : new SilentAboutJobs(tools.outbox());
        this.timer = tools.timer();
        this.meters = tools.meters();
        this.crew = tools.crew();
        this.longestWait = tools.settings().persistence();
    }

    /** Sends letters one after the other. {@link LetterRefused} if one of them can never be sent; then those behind it stay. */
    void persist(List<Letter> letters, Outbox.Answer answer) {
        new Round(letters, answer).send();
    }

    Mono<Void> persist(List<Letter> letters) {
        return Mono.create(sink -> persist(letters, new Told(sink)));
    }

    Mono<Void> persist(Letter letter) {
        return persist(List.of(letter));
    }

    /** Sends a letter that may get lost: progress, notes, news of a start, signs of life. Never blocks the caller. */
    Mono<Void> attempt(Letter letter) {
        return Mono.<Void>create(sink -> crew.run(() -> outbox.send(letter, new Told(sink))))
                .onErrorResume(error -> {
                    LOG.warn("Expected to send a letter that may get lost, but could not: {}", error.toString());
                    return Mono.empty();
                });
    }

    /** Sends a letter that may get lost, and waits for nothing. */
    void tell(Letter letter) {
        Disposable unused =
                attempt(letter).subscribe(none -> {}, error -> LOG.warn("A letter that may get lost is lost", error));
    }

    private Duration backoff(int failures) {
        Duration wait = longestWait.dividedBy(100).multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }

    /** Letters on their way, one at a time. */
    private final class Round implements Outbox.Answer {
        private final List<Letter> letters;
        private final Outbox.Answer answer;
        private int place;
        private int failures;

        Round(List<Letter> letters, Outbox.Answer answer) {
            this.letters = letters;
            this.answer = answer;
        }

        void send() {
            if (place == letters.size()) {
                answer.stored();
            } else if (answer.isWanted()) {
                outbox.send(letters.get(place), this);
            }
        }

        @Override
        public boolean endsWork() {
            return answer.endsWork();
        }

        @Override
        public boolean noted() {
            return place == letters.size() - 1 && answer.noted();
        }

        @Override
        public void stored() {
            place++;
            failures = 0;
            send();
        }

        @Override
        public void failed(Throwable error) {
            Letter letter = letters.get(place);
            if (error instanceof LetterRefused && !(letter instanceof Letter.Dead)) {
                answer.failed(error);
            } else {
                sendAgain(letter, error);
            }
        }

        private void sendAgain(Letter letter, Throwable error) {
            meters.sendFailure();
            Duration wait = backoff(failures++);
            LOG.warn(
                    "Expected to send a {}, but could not; the next try is in {}: {}",
                    letter.getClass().getSimpleName(),
                    wait,
                    error.toString());
            Disposable unused = timer.at(timer.now().plus(wait), this::send);
        }
    }

    /** Tells who waits with Reactor. */
    private static final class Told implements Outbox.Answer {
        private final MonoSink<Void> sink;
        private volatile boolean gone;

        Told(MonoSink<Void> sink) {
            this.sink = sink.onCancel(() -> gone = true);
        }

        @Override
        public void stored() {
            sink.success();
        }

        @Override
        public void failed(Throwable error) {
            sink.error(error);
        }

        @Override
        public boolean isWanted() {
            return !gone;
        }
    }
}
