package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.FairQueue;
import dev.rushes.runtime.rules.FairQueue.Entitlement;
import dev.rushes.runtime.rules.FairQueue.Grant;
import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.WindowLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Records that wait for a worker. One that is not due yet stands aside and holds up nobody. Among those that are due, {@link FairQueue} says
 * who is next; records of one job have one owner and one class, so they are picked in the order of their offsets. Not thread-safe.
 *
 * <p>The load counts a record from its admission until {@link #release}, so running records count too.
 */
final class Window {
    private final Map<String, WindowLoad<Partition>> loads;
    private final FairQueue<Delivery> ready;
    private final Map<Delivery, Grant<Delivery>> taken = new HashMap<>();
    private final PriorityQueue<Waiting> later = new PriorityQueue<>(Comparator.comparing(Waiting::due));

    /**
     * @param loads what may wait, for each topic
     * @param shares who gets how much
     */
    Window(Map<String, WindowLoad<Partition>> loads, FairShares shares) {
        this.loads = new HashMap<>(loads);
        this.ready = new FairQueue<>(shares);
    }

    void admit(Delivery delivery, Instant now) {
        Envelope envelope = delivery.envelope();
        load(envelope.partition()).add(envelope.partition(), envelope.bytes());
        putBack(delivery, envelope.due(), now);
    }

    /** Lets a record that was picked wait again. */
    void putBack(Delivery delivery, Instant due, Instant now) {
        if (due.isAfter(now)) {
            later.add(new Waiting(delivery, due));
        } else {
            ready.add(delivery, entitlement(delivery, now));
        }
    }

    /** Takes out the record whose turn it is, among those that are due and eligible. */
    Optional<Grant<Delivery>> pick(Instant now, Predicate<Delivery> eligible) {
        wake(now);
        Optional<Grant<Delivery>> next = ready.poll(now, eligible);
        next.ifPresent(grant -> taken.put(grant.item(), grant));
        return next;
    }

    /** A record that was picked has left its worker, after so long. */
    void settle(Delivery delivery, Duration took) {
        Optional.ofNullable(taken.remove(delivery)).ifPresent(grant -> ready.settle(grant, took));
    }

    /** Lets records take their place that have fallen due. */
    void wake(Instant now) {
        while (!later.isEmpty() && !later.element().due().isAfter(now)) {
            Waiting due = later.remove();
            ready.add(due.delivery(), entitlement(due.delivery(), due.due()));
        }
    }

    private static Entitlement entitlement(Delivery delivery, Instant since) {
        Envelope envelope = delivery.envelope();
        return new Entitlement(envelope.tenant().orElse(""), envelope.urgency(), since);
    }

    /** Takes out all waiting records that match. They still count until they are released. */
    List<Delivery> take(Predicate<Delivery> matching) {
        List<Delivery> matched = new ArrayList<>(ready.removeIf(matching));
        later.removeIf(waiting -> matching.test(waiting.delivery()) && matched.add(waiting.delivery()));
        return matched;
    }

    /** The record counts no longer. */
    void release(Delivery delivery) {
        Envelope envelope = delivery.envelope();
        load(envelope.partition()).remove(envelope.partition(), envelope.bytes());
    }

    boolean full(Partition partition) {
        return load(partition).full(partition);
    }

    /** When the next record falls due; empty if none waits for its time. */
    Optional<Instant> nextDue() {
        return Optional.ofNullable(later.peek()).map(Waiting::due);
    }

    /** Records that are due. */
    int ready() {
        return ready.size();
    }

    int waiting() {
        return ready.size() + later.size();
    }

    private WindowLoad<Partition> load(Partition partition) {
        WindowLoad<Partition> load = loads.get(partition.topic());
        if (load == null) {
            throw new IllegalArgumentException(
                    "Expected a record of " + loads.keySet() + ", but got one of " + partition);
        }
        return load;
    }

    private record Waiting(Delivery delivery, Instant due) {}
}
