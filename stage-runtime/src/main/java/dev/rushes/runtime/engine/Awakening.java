package dev.rushes.runtime.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** When an engine looks again by itself: when something falls due, and now and then while there is something to see to. Guarded by its lock. */
final class Awakening {
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Timer timer;
    private final Runnable lookAgain;
    private final Runnable makeRound;
    private final Runnable haveAGlance;
    private final Disposable.Swap alarm = Disposables.swap();
    private final Disposable.Swap round = Disposables.swap();
    private final Disposable.Swap glance = Disposables.swap();
    private boolean roundIsSet;
    private Instant nextGlance = Instant.MAX;

    Awakening(Timer timer, Runnable lookAgain, Runnable makeRound, Runnable haveAGlance) {
        this.timer = timer;
        this.lookAgain = lookAgain;
        this.makeRound = makeRound;
        this.haveAGlance = haveAGlance;
    }

    /**
     * Sees to the next dispatch. What is due is woken even if nobody is free to take it up: an alarm for a time that is past would ring again
     * and again.
     *
     * @param now when the last pick was made; what has fallen due since then still needs one, and so an alarm
     * @param running records that are worked on
     */
    void set(Instant now, Window window, Gate gate, int running) {
        window.wake(now);
        Optional<Instant> probe =
                gate.outage() ? gate.probe(timer.steady(), window.ready()).map(timer::onTheWall) : Optional.empty();
        at(earlier(window.nextDue(), probe));
        if (running > 0 || window.waiting() > 0) {
            soon();
        }
        if (running > 0) {
            glanceAt(now.plus(Running.LONG_WORK));
        }
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && other.get().isBefore(one.get()) ? other : one.or(() -> other);
    }

    /** Looks again at that time. The alarm that was set before is off, unless there is no time. */
    private void at(Optional<Instant> when) {
        if (when.isPresent()) {
            boolean unused = alarm.update(timer.at(when.get(), lookAgain));
        }
    }

    /** Makes a round in a second, unless one is to be made already. */
    private void soon() {
        if (!roundIsSet) {
            roundIsSet = true;
            boolean unused = round.update(timer.at(timer.now().plus(ROUND), makeRound));
        }
    }

    /** The round is being made. */
    void roundBegins() {
        roundIsSet = false;
    }

    /** Has a glance at what runs at that time, unless one is to be had before. */
    void glanceAt(Instant when) {
        if (when.isBefore(nextGlance)) {
            nextGlance = when;
            boolean unused = glance.update(timer.at(when, haveAGlance));
        }
    }

    /** The glance is being had. */
    void glanceBegins() {
        nextGlance = Instant.MAX;
    }
}
