package dev.rushes.runtime.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The records in the window that wait for a lane: each until a time, or until the lane calls it. They need no worker, nobody holds a lease on them,
 * and they are taken out like all others that wait. Guarded by the engine's lock.
 */
final class ParkedRecords {
    private final Set<Delivery> parked = new HashSet<>();
    private final Window window;
    private final Lanes lanes;
    private final Timer timer;
    private final int most;

    /** @param most records that may be parked */
    ParkedRecords(Window window, Lanes lanes, Timer timer, int most) {
        this.window = window;
        this.lanes = lanes;
        this.timer = timer;
        this.most = most;
    }

    /** Whether one more may be parked. */
    boolean hasRoom() {
        return parked.size() < most;
    }

    /** A record that was picked waits again. */
    void park(Delivery delivery, Instant due) {
        Instant now = timer.now();
        boolean unused = parked.add(delivery);
        // Nobody was there to be called between the answer of the lane and now.
        boolean called = lanes.callable(delivery.envelope().origin());
        window.putBack(delivery, called ? now : due, now);
    }

    /** These need not wait any longer. */
    void call(Predicate<Delivery> which) {
        if (!parked.isEmpty()) {
            window.hasten(delivery -> parked.contains(delivery) && which.test(delivery), timer.now());
        }
    }

    /** A record leaves the window, and keeps its place in the lines of its lanes for the time when it asks again. */
    void leave(Delivery delivery) {
        boolean unused = parked.remove(delivery);
    }

    /** A record leaves the window for good. */
    void forget(Delivery delivery) {
        if (parked.remove(delivery)) {
            lanes.forget(delivery.envelope().origin());
        }
    }
}
