package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import dev.rushes.runtime.rules.LeaseSign;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The lease book of this process, shared by all its engines. Thread-safe. */
public final class Leases {
    private static final int MOST_ENDED = 20_000;
    private static final Standing NEVER_HEARD_OF = new Standing.Free(0);

    private final Holder me;
    private final LeaseBook book = new LeaseBook(MOST_ENDED);
    private Optional<Work> suspect = Optional.empty();

    public Leases(Holder me) {
        this.me = me;
    }

    /** @param heard by the steady clock of this process */
    public synchronized void hear(Lease lease, LeaseSign sign, Duration length, Instant heard) {
        book.hear(lease, sign, length, heard);
    }

    synchronized Standing standing(Work work, Timer timer) {
        return book.isEmpty() ? NEVER_HEARD_OF : book.standing(work.key(), me, timer.steady());
    }

    synchronized boolean isOver(Work work) {
        return !book.isEmpty() && book.isOver(work.key());
    }

    synchronized boolean isOutdated(Lease lease) {
        return book.isOutdated(lease);
    }

    /**
     * Takes the lease, as far as this process knows; the others are still to be told.
     *
     * @param crashes starts without an end, as they stood when the work was taken up
     */
    synchronized Lease take(Work work, int crashes, Duration length, Instant now) {
        Lease lease = book.next(work.key(), me, crashes);
        book.hear(lease, LeaseSign.HELD, length, now);
        return lease;
    }

    /** Whether no record runs in this process that may have killed one before. Two at a time could be blamed for each other. */
    synchronized boolean noSuspectRuns() {
        return suspect.isEmpty();
    }

    /** A record begins that may have killed a process; false if it must wait for another one. */
    synchronized boolean beginSuspect(Work work) {
        boolean may = suspect.isEmpty();
        if (may) {
            suspect = Optional.of(work);
        }
        return may;
    }

    synchronized void endSuspect(Work work) {
        suspect = suspect.filter(running -> !running.equals(work));
    }

    public synchronized int size() {
        return book.size();
    }
}
