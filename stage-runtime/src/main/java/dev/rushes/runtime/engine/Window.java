package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.WindowLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Records that wait for a worker. One that is not due yet stands aside and holds up nobody. Those that are due are picked in the order in
 * which they came, so records of one lane and key are picked in the order of their offsets. Not thread-safe.
 *
 * <p>The load counts a record from its admission until {@link #release}, so running records count too.
 */
final class Window {
    private final Map<String, WindowLoad<Lane>> loads;
    private final Set<Delivery> ready = new LinkedHashSet<>();
    private final PriorityQueue<Waiting> later = new PriorityQueue<>(Comparator.comparing(Waiting::due));

    /** @param loads what may wait, for each topic */
    Window(Map<String, WindowLoad<Lane>> loads) {
        this.loads = new HashMap<>(loads);
    }

    void admit(Delivery delivery, Instant now) {
        Envelope envelope = delivery.envelope();
        load(envelope.lane()).add(envelope.lane(), envelope.bytes());
        putBack(delivery, envelope.due(), now);
    }

    /** Lets a record that was picked wait again. */
    void putBack(Delivery delivery, Instant due, Instant now) {
        if (due.isAfter(now)) {
            later.add(new Waiting(delivery, due));
        } else {
            ready.add(delivery);
        }
    }

    /** Takes out the first record that is due and eligible. */
    Optional<Delivery> pick(Instant now, Predicate<Delivery> eligible) {
        wake(now);
        for (Iterator<Delivery> each = ready.iterator(); each.hasNext(); ) {
            Delivery delivery = each.next();
            if (eligible.test(delivery)) {
                each.remove();
                return Optional.of(delivery);
            }
        }
        return Optional.empty();
    }

    private void wake(Instant now) {
        while (!later.isEmpty() && !later.element().due().isAfter(now)) {
            ready.add(later.remove().delivery());
        }
    }

    /** Takes out all waiting records that match. They still count until they are released. */
    List<Delivery> take(Predicate<Delivery> matching) {
        List<Delivery> taken = new ArrayList<>();
        ready.removeIf(delivery -> matching.test(delivery) && taken.add(delivery));
        later.removeIf(waiting -> matching.test(waiting.delivery()) && taken.add(waiting.delivery()));
        return taken;
    }

    /** The record counts no longer. */
    void release(Delivery delivery) {
        Envelope envelope = delivery.envelope();
        load(envelope.lane()).remove(envelope.lane(), envelope.bytes());
    }

    boolean full(Lane lane) {
        return load(lane).full(lane);
    }

    /** When the next record falls due; empty if none waits for its time. */
    Optional<Instant> nextDue() {
        return Optional.ofNullable(later.peek()).map(Waiting::due);
    }

    int waiting() {
        return ready.size() + later.size();
    }

    private WindowLoad<Lane> load(Lane lane) {
        WindowLoad<Lane> load = loads.get(lane.topic());
        if (load == null) {
            throw new IllegalArgumentException("Expected a record of " + loads.keySet() + ", but got one of " + lane);
        }
        return load;
    }

    private record Waiting(Delivery delivery, Instant due) {}
}
