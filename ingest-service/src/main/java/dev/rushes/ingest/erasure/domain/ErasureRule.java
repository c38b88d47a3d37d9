package dev.rushes.ingest.erasure.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * When an erased job is done, and when somebody is to look again. The first look comes at once. A try that was under way may store something until
 * the command to stop has reached it, so a look counts as the last only when it found nothing and began later than that.
 *
 * @param settle how long after the erasure something may still be stored
 * @param firstWait after a look that failed; each further one waits twice as long
 * @param longestWait most of that
 */
public record ErasureRule(Duration settle, Duration firstWait, Duration longestWait) {

    public ErasureRule {
        if (settle.isNegative() || !firstWait.isPositive() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("Expected 0 <= settle and 0 < first-wait <= longest-wait, but got "
                    + settle + ", " + firstWait + " and " + longestWait);
        }
    }

    /** What comes after a look. */
    public sealed interface Next {
        /** Nothing is left. */
        record Done() implements Next {}

        /** Somebody is to look again then. */
        record Again(Instant at) implements Next {}
    }

    /**
     * After a look that went well.
     *
     * @param removed objects that it found
     * @param began when it began
     */
    public Next after(long removed, Instant erasedAt, Instant began) {
        Instant settled = erasedAt.plus(settle);
        if (began.isBefore(settled)) {
            return new Next.Again(settled);
        }
        return removed == 0 ? new Next.Done() : new Next.Again(began.plus(firstWait));
    }

    /**
     * After a look that failed.
     *
     * @param before looks that failed in a row before it
     */
    public Instant afterTrouble(int before, Instant now) {
        Duration wait = firstWait;
        for (int i = 0; i < before && wait.compareTo(longestWait) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return now.plus(wait.compareTo(longestWait) < 0 ? wait : longestWait);
    }
}
