package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.Collection;

/**
 * Decides whether an instance does its work. A poll loop that hangs looks healthy to everybody else: the client's own heartbeats go on, and
 * nothing is logged. A member without partitions is idle, and that is fine.
 *
 * @param longestPollAge time since the last poll from which on a loop counts as hanging
 * @param stuckAfter time for which a record may hold back commits; a longer one is worth a look, and no reason to stop
 */
public record ReadinessRule(Duration longestPollAge, Duration stuckAfter) {

    /** Whether an instance does its work. */
    public enum Readiness {
        READY,
        /** It has not begun to read, or waits for its group. */
        STARTING,
        /** A poll loop does not poll. */
        HANGING
    }

    /**
     * What is known of one consumer.
     *
     * @param member whether it belongs to its group
     * @param pollAge time since its last poll
     */
    public record Signs(boolean member, Duration pollAge) {}

    /**
     * @param reading whether the consumers were started
     * @param consumers one for each topic; none in an instance without stages
     */
    public Readiness judge(boolean reading, Collection<Signs> consumers) {
        if (!reading) {
            return Readiness.STARTING;
        }
        if (consumers.stream().anyMatch(its -> its.pollAge().compareTo(longestPollAge) > 0)) {
            return Readiness.HANGING;
        }
        return consumers.stream().allMatch(Signs::member) ? Readiness.READY : Readiness.STARTING;
    }

    /** Whether a record has held back commits for too long. */
    public boolean stuck(Duration frontierAge) {
        return frontierAge.compareTo(stuckAfter) > 0;
    }
}
