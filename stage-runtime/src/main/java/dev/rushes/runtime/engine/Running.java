package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.FairQueue.Grant;
import dev.rushes.runtime.stage.Revoked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A record that a worker has taken up. */
final class Running<I, O> {
    /** Work that ends sooner is told by its end alone: most of a busy stage's records, each of which would cost one more letter. */
    static final Duration LONG_WORK = Duration.ofMillis(100);

    private final Attempt<I, O> attempt;
    private final Grant<Delivery> grant;
    private final Custody custody;
    private final Instant since;
    private boolean startTold;

    /** @param attempt makes the try, which tells its end to what it is given */
    Running(Function<Running<I, O>, Attempt<I, O>> attempt, Grant<Delivery> grant, Custody custody, Instant since) {
        this.attempt = attempt.apply(this);
        this.grant = grant;
        this.custody = custody;
        this.since = since;
    }

    Attempt<I, O> attempt() {
        return attempt;
    }

    Grant<Delivery> grant() {
        return grant;
    }

    Delivery delivery() {
        return grant.item();
    }

    Instant since() {
        return since;
    }

    Custody custody() {
        return custody;
    }

    /** Somebody else gets the record, unless it was acknowledged. The work goes on under a lease or stops, as the stage's policy says. */
    void partitionIsGone(Revoked revoked, Mail mail) {
        custody.disown();
        if (revoked == Revoked.FINISH) {
            custody.secure().ifPresent(mail::tell);
        } else if (custody.isDisowned()) {
            attempt.stop(Attempt.Stop.ELSEWHERE);
        }
    }

    /** Tells the others what takes long; stops what they have taken over. */
    void giveSign(Mail mail) {
        if (custody.isLost()) {
            attempt.stop(Attempt.Stop.ELSEWHERE);
        } else {
            custody.sign(since).ifPresent(mail::tell);
        }
    }

    /**
     * Tells people that the work has begun, if it takes so long that they should know, and stops it if its time is up.
     *
     * @param now by the steady clock
     * @return when to look again; empty if there is nothing to see any more
     */
    Optional<Instant> look(Instant now) {
        if (!startTold && !now.isBefore(since.plus(LONG_WORK))) {
            startTold = attempt.tellStart();
        }
        Optional<Instant> limit = attempt.limit(now);
        Instant soon = now.plus(LONG_WORK);
        return startTold || limit.filter(soon::isAfter).isPresent() ? limit : Optional.of(soon);
    }
}
