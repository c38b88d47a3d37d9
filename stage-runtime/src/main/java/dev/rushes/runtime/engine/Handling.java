package dev.rushes.runtime.engine;

import dev.rushes.runtime.stage.Outcome;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The stage's own code at work on one record. It ends once: with what it says, or because it is stopped; then its subscription is cancelled, and
 * its thread is interrupted if it blocks one. Thread-safe.
 */
final class Handling<O> implements CoreSubscriber<Outcome<O>> {
    private final Context context;
    private final Consumer<Verdict<O>> ended;
    private @Nullable Thread thread;
    private volatile @Nullable Subscription subscription;
    private boolean over;

    /** How it ended. */
    sealed interface Verdict<O> {

        /** It said so. */
        record Said<O>(Outcome<O> outcome) implements Verdict<O> {}

        /** It failed without a word of its own. */
        record Broken<O>(Throwable error) implements Verdict<O> {}

        /** It was told to end. */
        record Stopped<O>(Attempt.Stop why) implements Verdict<O> {}
    }

    /**
     * @param context what it works in: the fields of its log lines, and who counts what it uses
     * @param ended told once, by whoever ends it
     */
    Handling(Context context, Consumer<Verdict<O>> ended) {
        this.context = context;
        this.ended = ended;
    }

    /** Lets the stage work, unless it was ended before. Blocks if the stage does. Whatever is thrown, errors of the machine too, ends the work. */
    void begin(Supplier<Mono<Outcome<O>>> work) {
        if (!enter()) {
            return;
        }
        try {
            work.get().subscribe(this);
        } catch (Throwable error) {
            end(new Verdict.Broken<>(error));
        } finally {
            leave();
        }
    }

    private synchronized boolean enter() {
        thread = over ? null : Thread.currentThread();
        return !over;
    }

    /** What interrupts the stage must not hit what this thread does next. */
    private synchronized void leave() {
        if (thread == null) {
            boolean unused = Thread.interrupted();
        }
        thread = null;
    }

    /** Ends it, unless it has ended. */
    void stop(Verdict<O> verdict) {
        if (takeEnd()) {
            cutOff();
            ended.accept(verdict);
        }
    }

    /** Cuts it off without a word, if it has not ended. */
    void abandon() {
        if (takeEnd()) {
            cutOff();
        }
    }

    private void end(Verdict<O> verdict) {
        if (takeEnd()) {
            ended.accept(verdict);
        }
    }

    private synchronized boolean takeEnd() {
        boolean first = !over;
        over = true;
        return first;
    }

    private void cutOff() {
        Subscription made = subscription;
        if (made != null) {
            made.cancel();
        }
        synchronized (this) {
            if (thread != null) {
                thread.interrupt();
                thread = null;
            }
        }
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription made) {
        subscription = made;
        if (isOver()) {
            made.cancel();
        } else {
            made.request(1);
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public void onNext(Outcome<O> outcome) {
        end(new Verdict.Said<>(outcome));
    }

    @Override
    public void onError(Throwable error) {
        end(new Verdict.Broken<>(error));
    }

    @Override
    public void onComplete() {
        if (isOver()) {
            return;
        }
        end(new Verdict.Broken<>(new IllegalStateException("Expected an outcome, but the stage gave none")));
    }
}
