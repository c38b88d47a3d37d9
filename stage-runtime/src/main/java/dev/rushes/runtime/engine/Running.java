package dev.rushes.runtime.engine;

import dev.rushes.runtime.stage.Revoked;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** A record that a worker has taken up. */
final class Running<I, O> {
    private final Attempt<I, O> attempt;
    private final Delivery delivery;
    private final Custody custody;
    private final Instant since;
    private volatile @Nullable Disposable subscription;
    private boolean startTold;

    Running(Attempt<I, O> attempt, Delivery delivery, Custody custody, Instant since) {
        this.attempt = attempt;
        this.delivery = delivery;
        this.custody = custody;
        this.since = since;
    }

    Attempt<I, O> attempt() {
        return attempt;
    }

    Delivery delivery() {
        return delivery;
    }

    Instant since() {
        return since;
    }

    void begin(Disposable started) {
        subscription = started;
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
     * Tells people that the work has begun, if it takes so long that they should know.
     *
     * @param before a start before that, by the steady clock, is long ago
     * @return whether that is still to be told
     */
    boolean tellIfLong(Instant before) {
        if (!startTold && !since.isAfter(before)) {
            startTold = attempt.tellStart();
        }
        return !startTold;
    }

    /** Cuts the work off, without any letter. */
    void abandon() {
        Disposable started = subscription;
        if (started != null) {
            started.dispose();
        }
    }
}
