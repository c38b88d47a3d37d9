package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import java.time.Duration;
import java.time.Instant;

/** The lease book of this process, shared by all its engines. Thread-safe. */
public final class Leases {
    private static final int MOST_ENDED = 20_000;

    private final Holder me;
    private final LeaseBook book = new LeaseBook(MOST_ENDED);

    public Leases(Holder me) {
        this.me = me;
    }

    public synchronized void holds(Lease lease, Duration length, Instant heard) {
        book.holds(lease, length, heard);
    }

    public synchronized void ends(Lease lease) {
        book.ends(lease);
    }

    synchronized Standing standing(Origin origin, Instant now) {
        return book.isEmpty() ? new Standing.Free(0) : book.standing(origin.key(), me, now);
    }

    synchronized boolean isOver(Origin origin) {
        return book.isOver(origin.key());
    }

    synchronized boolean isOutdated(Lease lease) {
        return book.isOutdated(lease);
    }

    /** Takes the lease, as far as this process knows; the others are still to be told. */
    synchronized Lease take(Origin origin, Duration length, Instant now) {
        Lease lease = book.next(origin.key(), me);
        book.holds(lease, length, now);
        return lease;
    }

    public synchronized int size() {
        return book.size();
    }
}
