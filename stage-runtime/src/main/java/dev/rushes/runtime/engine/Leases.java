package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import dev.rushes.runtime.rules.LeaseSign;
import dev.rushes.runtime.rules.Suspects;
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
    private final LeaseBook book;
    /** Every record is looked up, by all workers, and few are written. */
    private final StampedLock lock = new StampedLock();

    /** While nothing has ever been told, nobody need be asked. */
    private volatile boolean anythingKnown;

    private final Suspects<Work> suspects;
    private volatile boolean anySuspects;

    private final Supplier<Instant> heardUpTo;

    /**
     * @param sole whether no other of this instance's name can be alive
     * @param crashes starts without an end that make a record one that kills its process
     * @param heardUpTo until when all has been heard that the others told, by the steady clock of this process
     */
    public Leases(Holder me, boolean sole, int crashes, Supplier<Instant> heardUpTo) {
        this.me = me;
        this.book = new LeaseBook(MOST_ENDED, sole);
        this.heardUpTo = heardUpTo;
        this.suspects = new Suspects<>(crashes);
    }

    /**
     * Hears what somebody told. What this life told itself it knows already, and better: the echo of a sign may come after the end.
     *
     * @param heard by the steady clock of this process
     */
    public void hear(Lease lease, LeaseSign sign, Duration length, Instant heard) {
        if (!lease.holder().equals(me)) {
            note(lease, sign, length, heard);
        }
    }

    /** Notes what this life is about to tell. */
    void note(Lease lease, LeaseSign sign, Duration length, Instant heard) {
        long stamp = lock.writeLock();
        try {
            book.hear(lease, sign, length, heard);
            anythingKnown = !book.isEmpty();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Whether somebody else tells it under the name of this instance. */
    public boolean isNamesake(Holder holder) {
        return holder.worker().equals(me.worker()) && !holder.equals(me);
    }

    Standing standing(Work work, Timer timer) {
        if (!anythingKnown) {
            return NEVER_HEARD_OF;
        }
        String key = work.key();
        return look(() -> book.standing(key, me, heardBy(timer)));
    }

    /** Whether somebody else works on something of that sequence. */
    boolean isBusyElsewhere(String sequence, Timer timer) {
        return look(() -> book.isBusyElsewhere(sequence, me, heardBy(timer)));
    }

    /** Whether nobody holds anything. */
    boolean isEmpty() {
        return size() == 0;
    }

    /** Until when all has been heard, which is not later than now. */
    private Instant heardBy(Timer timer) {
        return earlier(timer.steady(), heardUpTo.get());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    boolean isOver(Work work) {
        if (!anythingKnown) {
            return false;
        }
        String key = work.key();
        return look(() -> book.isOver(key));
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
     * @param sequence work of one sequence is done one at a time; empty if order does not count
     * @param crashes starts without an end, as they stood when the work was taken up
     */
    Lease take(Work work, Optional<String> sequence, int crashes, Duration length, Instant now) {
        long stamp = lock.writeLock();
        try {
            Lease lease = book.next(work.key(), sequence, me, crashes);
            book.hear(lease, LeaseSign.HELD, length, now);
            anythingKnown = true;
            return lease;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Whether a record that was present at so many deaths may begin beside what runs in this process. */
    synchronized boolean mayBegin(int crashes) {
        return suspects.mayBegin(crashes);
    }

    /** Such a record begins; false if it must wait for others. */
    synchronized boolean begin(Work work, int crashes) {
        boolean may = suspects.begin(work, crashes);
        anySuspects = !suspects.isEmpty();
        return may;
    }

    void ended(Work work) {
        if (anySuspects) {
            forget(work);
        }
    }

    private synchronized void forget(Work work) {
        suspects.end(work);
        anySuspects = !suspects.isEmpty();
    }

    public int size() {
        return look(book::size);
    }
}
