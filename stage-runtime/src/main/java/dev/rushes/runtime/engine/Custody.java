package dev.rushes.runtime.engine;

import dev.rushes.flow.Flow;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseSign;
import dev.rushes.runtime.rules.LeaseTimes;
import dev.rushes.runtime.wire.LeaseWire;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose a record is while it is worked on here. Most work ends before anybody has to know. What takes long, outlives its partition, or may have
 * killed a process before, is told to the other instances; they leave it alone until it ends or the signs of life stop. Thread-safe.
 */
final class Custody {
    private final Delivery delivery;
    private final Optional<String> sequence;
    private final Leases leases;
    private final LeaseTimes times;
    private final Timer timer;
    private final int crashes;
    private Optional<Lease> lease = Optional.empty();
    private Instant lastSign = Instant.MIN;
    private boolean disowned;
    private boolean continuing;
    private boolean continued;
    private boolean over;

    /**
     * @param sequence work of one sequence is done one at a time; empty if order does not count
     * @param crashes how often the work was begun before and not ended
     */
    Custody(Delivery delivery, Optional<String> sequence, Tools tools, int crashes) {
        this.delivery = delivery;
        this.sequence = sequence;
        this.leases = tools.leases();
        this.times = tools.settings().leases();
        this.timer = tools.timer();
        this.crashes = crashes;
    }

    int crashes() {
        return crashes;
    }

    /** Whether it has killed a process, or something beside it has. */
    boolean isSuspect() {
        return crashes > 0;
    }

    boolean isKiller() {
        return crashes >= times.crashes();
    }

    /** What the others must know before the work begins. */
    synchronized Optional<Letter> beforeStart() {
        return isSuspect() || delivery.careful() ? take() : Optional.empty();
    }

    /**
     * What the others should know by now.
     *
     * @param since when the work began, by the steady clock
     */
    synchronized Optional<Letter> sign(Instant since) {
        Instant now = timer.steady();
        if (over) {
            return Optional.empty();
        }
        if (lease.isEmpty()) {
            return now.isBefore(since.plus(times.after())) ? Optional.empty() : take();
        }
        if (now.isBefore(lastSign.plus(times.beat()))) {
            return Optional.empty();
        }
        return lease.map(this::held);
    }

    /** Tells the others at once, if they don't know yet. */
    synchronized Optional<Letter> secure() {
        return over || lease.isPresent() ? Optional.empty() : take();
    }

    private Optional<Letter> take() {
        Lease taken = leases.take(delivery.envelope().work(), sequence, crashes, times.length(), timer.steady());
        lease = Optional.of(taken);
        return Optional.of(held(taken));
    }

    private Letter held(Lease its) {
        lastSign = timer.steady();
        return letter(its, LeaseSign.HELD);
    }

    /**
     * The work here is over; the others may know what became of it.
     *
     * @param left whether others find it where they look for work; else nothing of it is left to do
     */
    synchronized Optional<Letter> end(boolean left) {
        over = true;
        return lease.filter(its -> !leases.isOutdated(its))
                .map(its -> letter(its, left ? LeaseSign.LEFT : LeaseSign.ENDED));
    }

    private Letter letter(Lease its, LeaseSign sign) {
        leases.note(its, sign, times.length(), timer.steady());
        return new Letter.Fact(
                Flow.LEASES,
                its.key(),
                LeaseWire.write(its, sign, times.length(), timer.now()),
                Optional.empty(),
                delivery.envelope().trace());
    }

    /** Whether somebody else has taken the work over, because no sign of life reached them. */
    synchronized boolean isLost() {
        return lease.filter(leases::isOutdated).isPresent();
    }

    /** The partition belongs to somebody else now, who gets the record too unless it was acknowledged. */
    synchronized void disown() {
        disowned = !continued;
    }

    /** Whether somebody else has the record, or gets it. */
    synchronized boolean isElsewhere() {
        return disowned || isLost();
    }

    /** Whether the record is still to be acknowledged here. */
    synchronized boolean isOurs() {
        return !disowned && !continued;
    }

    synchronized boolean isDisowned() {
        return disowned;
    }

    /**
     * A continuation is about to stand for the work, so that the record can be acknowledged.
     *
     * @return false if the work has ended, the record is not ours to acknowledge, or that has been begun before
     */
    synchronized boolean beginContinuation() {
        boolean may = !over && !disowned && !continuing && lease.isPresent() && !isLost();
        continuing |= may;
        return may;
    }

    /** The continuation is stored: whatever becomes of the partition, nobody gets the record while the lease holds. */
    synchronized void continued() {
        continued = true;
    }
}
