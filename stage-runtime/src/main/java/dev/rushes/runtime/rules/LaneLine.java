package dev.rushes.runtime.rules;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Those who wait for a lane, in the order of their coming. Each has been told a time of its own. Whoever does not come at that time no longer
 * holds up the others, but keeps the place for a while. Not thread-safe.
 *
 * @param <V> names who waits
 */
final class LaneLine<V> {
    /** Past this number newcomers are told a time but have no place: they may be told the same one. */
    private static final int MOST = 10_000;

    private static final long GRACE = 1_000;
    private static final long MEMORY = 600_000;

    private final Map<V, Booking> bookings = new LinkedHashMap<>();

    /** What those want who are before somebody, or all of them before a newcomer. */
    record Ahead(int calls, long tokens) {}

    Ahead ahead(V who, long now) {
        int calls = 0;
        long tokens = 0;
        for (Map.Entry<V, Booking> other : bookings.entrySet()) {
            if (other.getKey().equals(who)) {
                break;
            }
            if (now < other.getValue().due() + GRACE) {
                calls++;
                tokens += other.getValue().tokens();
            }
        }
        return new Ahead(calls, tokens);
    }

    /** Takes the last place, or tells a new time to somebody who has one. */
    void book(V who, long tokens, long due) {
        if (bookings.size() < MOST || bookings.containsKey(who)) {
            bookings.put(who, new Booking(tokens, due));
        }
    }

    void leave(V who) {
        bookings.remove(who);
    }

    /** Forgets those who did not come for a long time. */
    void advance(long now) {
        Iterator<Booking> all = bookings.values().iterator();
        while (all.hasNext() && all.next().due() + MEMORY < now) {
            all.remove();
        }
    }

    Map<V, Booking> inOrder() {
        return bookings;
    }

    int size() {
        return bookings.size();
    }

    record Booking(long tokens, long due) {}
}
