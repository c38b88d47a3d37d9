package dev.rushes.runtime.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes that many workers bring and one of them makes, all that are there together, in the order of their coming. So no worker waits for a lock that
 * another one holds, which costs a virtual thread more than the change itself. Who makes a round makes no second one, but leaves what has come
 * meanwhile to the next worker.
 */
final class Pile {
    private static final Logger LOG = LoggerFactory.getLogger(Pile.class);

    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Consumer<Runnable> round;
    private final Consumer<Runnable> later;

    /**
     * @param round makes the changes of a round
     * @param later runs a task on another worker
     */
    Pile(Consumer<Runnable> round, Consumer<Runnable> later) {
        this.round = round;
        this.later = later;
    }

    /** The change is made by the time that this returns, or by somebody else soon after. */
    void add(Runnable change) {
        changes.add(change);
        if (size.getAndIncrement() == 0) {
            makeRound();
        }
    }

    private void makeRound() {
        int its = size.get();
        try {
            round.accept(() -> make(its));
        } finally {
            if (size.addAndGet(-its) > 0) {
                later.accept(this::makeRound);
            }
        }
    }

    private void make(int count) {
        for (int made = 0; made < count; made++) {
            try {
                changes.remove().run();
            } catch (RuntimeException error) {
                LOG.error("Expected to note the end of a try, but can't", error);
            }
        }
    }
}
