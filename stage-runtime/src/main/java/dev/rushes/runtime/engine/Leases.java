package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import dev.rushes.runtime.rules.LeaseSign;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/** The lease book of this process, shared by all its engines. Thread-safe. */
public final class Leases {
    private static final int MOST_ENDED = 20_000;
    private static final Standing NEVER_HEARD_OF = new Standing.Free(0);

    private final Holder me;
    private final LeaseBook book = new LeaseBook(MOST_ENDED);
    /** Every record is looked up, by all workers, and few are written. */
    private final StampedLock lock = new StampedLock();

    private volatile Optional<Work> suspect = Optional.empty();

    public Leases(Holder me) {
        this.me = me;
    }

    /** @param heard by the steady clock of this process */
    public void hear(Lease lease, LeaseSign sign, Duration length, Instant heard) {
        long stamp = lock.writeLock();
        try {
            book.hear(lease, sign, length, heard);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    Standing standing(Work work, Timer timer) {
        return look(() -> book.isEmpty() ? NEVER_HEARD_OF : book.standing(work.key(), me, timer.steady()));
    }

    boolean isOver(Work work) {
        return look(() -> !book.isEmpty() && book.isOver(work.key()));
    }

    boolean isOutdated(Lease lease) {
        return look(() -> book.isOutdated(lease));
    }

    private <T> T look(Supplier<T> question) {
        long stamp = lock.readLock();
        try {
            return question.get();
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /**
     * Takes the lease, as far as this process knows; the others are still to be told.
     *
     * @param crashes starts without an end, as they stood when the work was taken up
     */
    Lease take(Work work, int crashes, Duration length, Instant now) {
        long stamp = lock.writeLock();
        try {
            Lease lease = book.next(work.key(), me, crashes);
            book.hear(lease, LeaseSign.HELD, length, now);
            return lease;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Whether no record runs in this process that may have killed one before. Two at a time could be blamed for each other. */
    boolean noSuspectRuns() {
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

    void endSuspect(Work work) {
        if (suspect.isPresent()) {
            forgetSuspect(work);
        }
    }

    private synchronized void forgetSuspect(Work work) {
        suspect = suspect.filter(running -> !running.equals(work));
    }

    public int size() {
        return look(book::size);
    }
}
