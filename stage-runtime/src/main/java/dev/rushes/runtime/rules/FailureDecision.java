package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do with a record whose handling failed. */
public sealed interface FailureDecision {

    /** A record comes back from an outage within half a minute of its end. */
    RetrySchedule OUTAGE = new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** A record that has met so many outages, some eight hours of them, has something of its own: from then on its tries count. */
    int MOST_OUTAGES = 2_000;

    /** Try again at {@code due}; this try counts. */
    record RetryAt(Instant due) implements FailureDecision {}

    /** Come back at {@code due}; this try does not count. */
    record PostponeUntil(Instant due) implements FailureDecision {}

    /** Come back at {@code due}, when what is away may be back; this try does not count, and the stage holds back the others. */
    record WaitOut(Instant due) implements FailureDecision {}

    /** The footage or the request is at fault: the job fails, and there is nothing to replay. */
    record FailJob() implements FailureDecision {}

    /** Give up on the record and keep it for a replay; the job goes on with a substitute for the result. */
    record DeadLetterAndGoOn() implements FailureDecision {}

    /** Give up on the record and keep it for a replay; the job fails. */
    record DeadLetterAndFail() implements FailureDecision {}

    /** The job is cancelled: nothing is said or done. */
    record Drop() implements FailureDecision {}

    /** Whose fault it is. */
    enum Blame {
        INPUT,
        BUSINESS,
        TRANSIENT,
        OUTAGE,
        THROTTLED,
        OURS,
        CANCELLED
    }

    /**
     * What is known of the failed try.
     *
     * @param blame whose fault it is
     * @param attempt which try it was, from 1
     * @param postponements how often the record was postponed before
     * @param hint earliest next try as somebody outside asked for it
     * @param substitutable whether the stage has a substitute for the result
     */
    record FailedTry(Blame blame, int attempt, int postponements, Optional<Duration> hint, boolean substitutable) {}

    /**
     * When to give up.
     *
     * @param attempts tries, at least 1
     * @param lastTry no try is due after that
     */
    record RetryLimits(int attempts, Instant lastTry) {}

    /**
     * Decides.
     *
     * @param limits when to give up
     * @param waits how long to wait between tries
     * @param now time of the failure
     * @param chance random number in [0, 1) for the jitter
     */
    static FailureDecision of(FailedTry failed, RetryLimits limits, RetryWaits waits, Instant now, double chance) {
        return switch (failed.blame()) {
            case CANCELLED -> new Drop();
            case THROTTLED ->
                new PostponeUntil(now.plus(waits.delay(failed.postponements() + 1, chance, floor(failed, waits))));
            case INPUT -> failed.substitutable() ? new DeadLetterAndGoOn() : new FailJob();
            case OUTAGE ->
                failed.postponements() < MOST_OUTAGES
                        ? new WaitOut(now.plus(OUTAGE.delay(failed.postponements() + 1, chance, outageFloor(failed))))
                        : tryAgain(failed, limits, waits, now, chance);
            // A substitute would be work that nobody allowed.
            case BUSINESS -> new FailJob();
            case TRANSIENT, OURS -> tryAgain(failed, limits, waits, now, chance);
        };
    }

    private static FailureDecision tryAgain(
            FailedTry failed, RetryLimits limits, RetryWaits waits, Instant now, double chance) {
        Instant due = now.plus(waits.delay(failed.attempt(), chance, failed.hint()));
        if (failed.attempt() < limits.attempts() && !due.isAfter(limits.lastTry())) {
            return new RetryAt(due);
        }
        return failed.substitutable() ? new DeadLetterAndGoOn() : new DeadLetterAndFail();
    }

    private static Optional<Duration> outageFloor(FailedTry failed) {
        return failed.hint().or(() -> Optional.of(OUTAGE.base()));
    }

    /** Without a hint a throttled record waits at least the base: coming back at once is what the other side complains about. */
    private static Optional<Duration> floor(FailedTry failed, RetryWaits waits) {
        return failed.hint().or(() -> Optional.of(waits.base()));
    }
}
