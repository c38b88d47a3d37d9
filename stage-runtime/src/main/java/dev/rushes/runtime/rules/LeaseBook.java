package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who works on what, as far as instances have told each other. An instance tells when work takes long, when its partition goes to somebody
 * else, and when a record may have killed a process before. What is not told is free.
 *
 * <pre>
 *   free ──take (epoch 1, starts 1)──▶ held ──beat──▶ held … ──▶ ended, or left to others (free again)
 *                                       │
 *                                       └─ no beat for the lease's length ──▶ orphaned ──take (epoch 2, starts 2)──▶ held …
 * </pre>
 *
 * <p>An epoch fences: what a holder says whose lease somebody else has taken over, changes nothing. The starts count how often the work was
 * begun and not ended: work that kills its process comes back with one more each time. A lease ends by the clock of whoever looks, counted from
 * when its last sign was heard, so the clocks of instances need not agree; and it ends only once all has been heard that was told until then,
 * because whoever hears nothing can't tell the silence of the others from its own deafness. Not thread-safe.
 */
public final class LeaseBook {
    private final int limit;
    private final boolean sole;
    private final Map<String, Entry> held = new HashMap<>();
    /** The held work of each sequence. */
    private final Map<String, Set<String>> sequences = new HashMap<>();
    /** Work that nobody holds any more. Insertion order: what was let go longest ago is forgotten first. */
    private final Map<String, Past> past = new LinkedHashMap<>();

    /**
     * @param limit leases that are remembered after they were let go; work whose lease is forgotten counts as free
     * @param sole whether no other of this instance's name can be alive: what a former life holds is free at once
     */
    public LeaseBook(int limit, boolean sole) {
        this.limit = limit;
        this.sole = sole;
    }

    /**
     * Who tells: an instance, and the life of it that tells. A restarted instance has the same name, and need not wait for long until it believes
     * that its former life is over: not at all if it is the sole bearer of the name, else two beats without a sign, because it may also be another
     * instance to which somebody gave the same name.
     *
     * @param worker name of the instance
     * @param life unique for each start of the instance
     */
    public record Holder(String worker, String life) {}

    /**
     * One holding of one piece of work.
     *
     * @param key the work: where its record stood first
     * @param sequence work of one sequence is done one at a time; empty if order does not count
     * @param epoch grows with each holding of the same work
     * @param starts how often the work was begun without an end, this time included
     */
    public record Lease(String key, Optional<String> sequence, Holder holder, int epoch, int starts) {}

    /** What is known about a piece of work. */
    public sealed interface Standing {

        /** Nobody works on it. */
        record Free(int crashes) implements Standing {}

        /** This life works on it. */
        record Mine() implements Standing {}

        /** Somebody else works on it, and gives a sign of life before {@code until}. */
        record Elsewhere(Instant until) implements Standing {}
    }

    private record Entry(Lease lease, Instant heard, Duration length) {
        Instant until(Holder me, boolean sole) {
            if (!lease.holder().worker().equals(me.worker())) {
                return heard.plus(length);
            }
            return sole ? Instant.MIN : heard.plus(length.multipliedBy(2).dividedBy(3));
        }
    }

    private record Past(Lease lease, LeaseSign sign) {}

    /**
     * Hears a sign.
     *
     * @param length how long it holds
     * @param heard when it was heard
     */
    public void hear(Lease lease, LeaseSign sign, Duration length, Instant heard) {
        if (isOutdated(lease) || isLetGo(lease)) {
            return;
        }
        letGo(lease.key());
        past.remove(lease.key());
        if (sign == LeaseSign.HELD) {
            hold(new Entry(lease, heard, length));
        } else {
            past.put(lease.key(), new Past(lease, sign));
            forget();
        }
    }

    private void hold(Entry entry) {
        Lease lease = entry.lease();
        held.put(lease.key(), entry);
        lease.sequence()
                .map(its -> sequences.computeIfAbsent(its, none -> new HashSet<>()))
                .ifPresent(keys -> keys.add(lease.key()));
    }

    private void letGo(String key) {
        Optional.ofNullable(held.remove(key))
                .flatMap(entry -> entry.lease().sequence())
                .ifPresent(its -> sequences.computeIfPresent(its, (same, keys) -> {
                    keys.remove(key);
                    return keys.isEmpty() ? null : keys;
                }));
    }

    /** A sign of life that was overtaken by the end. Whoever left the work says nothing of another who took it up at the same moment. */
    private boolean isLetGo(Lease lease) {
        Past known = past.get(lease.key());
        return known != null
                && known.lease().epoch() == lease.epoch()
                && (known.sign() == LeaseSign.ENDED || known.lease().holder().equals(lease.holder()));
    }

    private void forget() {
        Iterator<String> eldest = past.keySet().iterator();
        while (past.size() > limit) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Whether somebody else took the work over; of two who took the same epoch the one with the greater life goes on, unless it has left the work. */
    public boolean isOutdated(Lease lease) {
        Past known = past.get(lease.key());
        boolean left = known != null && known.sign() == LeaseSign.LEFT;
        return latest(lease.key())
                .filter(latest -> latest.epoch() > lease.epoch()
                        || latest.epoch() == lease.epoch() && !left && isGreater(latest.holder(), lease.holder()))
                .isPresent();
    }

    private static boolean isGreater(Holder one, Holder other) {
        return one.life().compareTo(other.life()) > 0;
    }

    /** @param heardUpTo until when all has been heard that was told; not later than now */
    public Standing standing(String key, Holder me, Instant heardUpTo) {
        Entry entry = held.get(key);
        if (entry == null) {
            return new Standing.Free(crashes(key));
        }
        Lease lease = entry.lease();
        if (lease.holder().equals(me)) {
            return new Standing.Mine();
        }
        Instant until = entry.until(me, sole);
        return until.isAfter(heardUpTo) ? new Standing.Elsewhere(until) : new Standing.Free(lease.starts());
    }

    /**
     * Whether somebody else works on something of that sequence.
     *
     * @param heardUpTo until when all has been heard that was told; not later than now
     */
    public boolean isBusyElsewhere(String sequence, Holder me, Instant heardUpTo) {
        return sequences.getOrDefault(sequence, Set.of()).stream()
                .anyMatch(key -> standing(key, me, heardUpTo) instanceof Standing.Elsewhere);
    }

    /** Whether the work was held and has ended. */
    public boolean isOver(String key) {
        Past known = past.get(key);
        return known != null && known.sign() == LeaseSign.ENDED;
    }

    /**
     * The lease that {@code me} would take: one epoch after the latest.
     *
     * @param crashes starts without an end, as they stood when the work was taken up: who has taken it up too since then, and lives, is none
     */
    public Lease next(String key, Optional<String> sequence, Holder me, int crashes) {
        int epoch = latest(key).map(Lease::epoch).orElse(0) + 1;
        return new Lease(key, sequence, me, epoch, crashes + 1);
    }

    /** Starts without an end. A start that was left in good order is none, but those before it are. */
    private int crashes(String key) {
        Entry entry = held.get(key);
        if (entry != null) {
            return entry.lease().starts();
        }
        Past known = past.get(key);
        return known == null || known.sign() == LeaseSign.ENDED
                ? 0
                : known.lease().starts() - 1;
    }

    /** Whether nothing is known: then every piece of work is free. */
    public boolean isEmpty() {
        return held.isEmpty() && past.isEmpty();
    }

    /** How many pieces of work are held, here and elsewhere. */
    public int size() {
        return held.size();
    }

    private Optional<Lease> latest(String key) {
        Entry entry = held.get(key);
        return entry != null
                ? Optional.of(entry.lease())
                : Optional.ofNullable(past.get(key)).map(Past::lease);
    }
}
