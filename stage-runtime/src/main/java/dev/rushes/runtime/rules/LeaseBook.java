package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who works on what, as far as instances have told each other. An instance tells when work takes long, when its partition goes to somebody
 * else, and when a record may have killed a process before. What is not told is free.
 *
 * <pre>
 *   free ──take (epoch 1, starts 1)──▶ held ──beat──▶ held … ──end──▶ over
 *                                       │
 *                                       └─ no beat for the lease's length ──▶ orphaned ──take (epoch 2, starts 2)──▶ held …
 * </pre>
 *
 * <p>An epoch fences: what a holder says whose lease somebody else has taken over, changes nothing. The starts count how often the work was
 * begun and not ended: work that kills its process comes back with one more each time. A lease ends by the clock of whoever looks, counted from
 * when its last sign was heard, so the clocks of instances need not agree. Not thread-safe.
 */
public final class LeaseBook {
    private final int limit;
    private final Map<String, Entry> held = new HashMap<>();
    /** Insertion order: what ended longest ago is forgotten first. */
    private final Map<String, Lease> over = new LinkedHashMap<>();

    /** @param limit leases that are remembered after their end; one that is forgotten counts as free */
    public LeaseBook(int limit) {
        this.limit = limit;
    }

    /**
     * Who tells: an instance, and the life of it that tells. A restarted instance has the same name, and knows that its former life is over.
     *
     * @param worker name of the instance
     * @param life unique for each start of the instance
     */
    public record Holder(String worker, String life) {}

    /**
     * One holding of one piece of work.
     *
     * @param key the work: where its record stood first
     * @param epoch grows with each holding of the same work
     * @param starts how often the work was begun without an end, this time included
     */
    public record Lease(String key, Holder holder, int epoch, int starts) {}

    /** What is known about a piece of work. */
    public sealed interface Standing {

        /** Nobody works on it. */
        record Free(int crashes) implements Standing {}

        /** This life works on it. */
        record Mine() implements Standing {}

        /** Somebody else works on it, and gives a sign of life before {@code until}. */
        record Elsewhere(Instant until) implements Standing {}
    }

    private record Entry(Lease lease, Instant until) {}

    /**
     * Hears that work is held.
     *
     * @param length how long the sign holds
     * @param heard when it was heard
     */
    public void holds(Lease lease, Duration length, Instant heard) {
        if (isOutdated(lease)) {
            return;
        }
        Lease ended = over.get(lease.key());
        if (ended != null && ended.epoch() == lease.epoch()) {
            // The beat was overtaken by the end.
            return;
        }
        over.remove(lease.key());
        held.put(lease.key(), new Entry(lease, heard.plus(length)));
    }

    /** Hears that work has ended, in whatever way. */
    public void ends(Lease lease) {
        if (isOutdated(lease)) {
            return;
        }
        held.remove(lease.key());
        over.remove(lease.key());
        over.put(lease.key(), lease);
        Iterator<String> eldest = over.keySet().iterator();
        while (over.size() > limit) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Whether somebody else took the work over; of two who took the same epoch the one with the greater life goes on. */
    public boolean isOutdated(Lease lease) {
        return latest(lease.key())
                .filter(known -> known.epoch() > lease.epoch()
                        || known.epoch() == lease.epoch()
                                && known.holder()
                                                .life()
                                                .compareTo(lease.holder().life())
                                        > 0)
                .isPresent();
    }

    public Standing standing(String key, Holder me, Instant now) {
        Entry entry = held.get(key);
        if (entry == null) {
            return new Standing.Free(0);
        }
        Lease lease = entry.lease();
        if (lease.holder().equals(me)) {
            return new Standing.Mine();
        }
        boolean alive = entry.until().isAfter(now) && !lease.holder().worker().equals(me.worker());
        return alive ? new Standing.Elsewhere(entry.until()) : new Standing.Free(lease.starts());
    }

    /** Whether the work was held and has ended. */
    public boolean isOver(String key) {
        return over.containsKey(key);
    }

    /** The lease that {@code me} would take: one epoch after the latest, with the starts that had no end. */
    public Lease next(String key, Holder me) {
        Entry entry = held.get(key);
        int epoch = latest(key).map(Lease::epoch).orElse(0) + 1;
        int starts = entry == null ? 1 : entry.lease().starts() + 1;
        return new Lease(key, me, epoch, starts);
    }

    /** Whether nothing is held: then every piece of work is free. */
    public boolean isEmpty() {
        return held.isEmpty();
    }

    /** How many pieces of work are held, here and elsewhere. */
    public int size() {
        return held.size();
    }

    private Optional<Lease> latest(String key) {
        Entry entry = held.get(key);
        return entry != null ? Optional.of(entry.lease()) : Optional.ofNullable(over.get(key));
    }
}
