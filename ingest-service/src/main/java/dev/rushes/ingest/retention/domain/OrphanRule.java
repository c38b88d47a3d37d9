package dev.rushes.ingest.retention.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * What may be removed because nobody owns it. What is young may belong to a job that is still on its way into the ledger. And if there is much of it,
 * then the ledger may be the one that is wrong: another database, or one that was restored from yesterday. Then a person decides.
 *
 * @param margin least age of the youngest object of a folder
 * @param most folders that go without asking
 */
public record OrphanRule(Duration margin, int most) {

    public OrphanRule {
        if (margin.isNegative() || most < 0) {
            throw new IllegalArgumentException(
                    "Expected a margin and a number of folders of no less than 0, but got " + margin + " and " + most);
        }
    }

    /** What to do with all orphans of a sweep. */
    public enum Verdict {
        REMOVE,
        /** Somebody is to look at them first. */
        ASK
    }

    /** Objects that were stored until then are old enough. */
    public Instant storedBefore(Instant now) {
        return now.minus(margin);
    }

    /**
     * @param orphans folders that are old enough and belong to nobody
     * @param owned folders that belong to somebody
     */
    public Verdict judge(long orphans, long owned, boolean approved) {
        return approved || (orphans <= most && orphans <= owned) ? Verdict.REMOVE : Verdict.ASK;
    }
}
