package dev.rushes.runtime.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far one partition is finished, while records finish in any order. The frontier belongs to one assignment of the partition (an
 * epoch): when the partition is taken away and given back, a new frontier with a higher epoch begins, and what was started under the old
 * one can no longer move anything.
 *
 * <pre>
 * seen in the poll   10  11  14  15  18        (12, 13, 16, 17 are gaps: compacted, aborted, control records)
 * finished            x   x       x
 * position                   12                offset 14 is open, so a restart begins behind 11
 * after 14 finishes                  16        the next record that exists is 18, but nobody may know that yet
 * </pre>
 *
 * <p>Offsets are never computed, only remembered: the position is the last offset of the finished prefix, plus one. Not thread-safe.
 */
public final class CommitFrontier {
    private final long epoch;
    /** From the position on, in the order of the log. */
    private final Deque<Seen> seen = new ArrayDeque<>();

    private final Map<Long, Seen> open = new HashMap<>();
    private final Set<Long> finishedBefore = new HashSet<>();
    private long lastSeen = -1;
    private long position = -1;

    private static final class Seen {
        private final long offset;
        private boolean finished;

        Seen(long offset) {
            this.offset = offset;
        }
    }

    public CommitFrontier(long epoch) {
        this.epoch = epoch;
    }

    /** The assignment that this frontier belongs to. */
    public long epoch() {
        return epoch;
    }

    /**
     * Remembers offsets that an earlier owner finished ahead of its position. They count as finished as soon as they are seen.
     *
     * @param offsets offsets that need no work any more; those that are never seen do no harm
     */
    public void assumeFinished(Set<Long> offsets) {
        finishedBefore.addAll(offsets);
    }

    /**
     * Registers the next record of the poll.
     *
     * @param offset greater than every offset registered before
     * @return whether the record needs work; false if an earlier owner has finished it
     * @throws IllegalArgumentException if offsets go backwards: then the log was cut and a new epoch must begin
     */
    public boolean register(long offset) {
        if (offset <= lastSeen) {
            throw new IllegalArgumentException(
                    "Expected an offset above " + lastSeen + ", but got " + offset + " in epoch " + epoch);
        }
        if (position < 0) {
            position = offset;
        }
        lastSeen = offset;
        Seen its = new Seen(offset);
        its.finished = finishedBefore.remove(offset);
        seen.add(its);
        if (its.finished) {
            advance();
        } else {
            open.put(offset, its);
        }
        return !its.finished;
    }

    /**
     * Marks a record as finished.
     *
     * @return false if that changes nothing: the epoch is over, or the offset is not open
     */
    public boolean finish(long itsEpoch, long offset) {
        Seen its = itsEpoch == epoch ? open.remove(offset) : null;
        if (its == null) {
            return false;
        }
        its.finished = true;
        advance();
        return true;
    }

    private void advance() {
        while (!seen.isEmpty() && seen.getFirst().finished) {
            position = seen.removeFirst().offset + 1;
        }
    }

    /** Offset to commit: where a new owner begins. Empty while nothing was seen; then the first record seen, until it is finished. */
    public OptionalLong position() {
        return position < 0 ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** Finished offsets that the position can not reach yet, ascending; a copy. */
    public TreeSet<Long> finishedAhead() {
        TreeSet<Long> ahead = new TreeSet<>();
        seen.stream().filter(its -> its.finished).forEach(its -> ahead.add(its.offset));
        return ahead;
    }

    /** The record that holds the position back. */
    public OptionalLong oldestOpen() {
        return seen.isEmpty() ? OptionalLong.empty() : OptionalLong.of(seen.getFirst().offset);
    }

    /** Records that are not finished. */
    public int openCount() {
        return open.size();
    }

    /** Records remembered: open ones, and finished ones behind an open one. Bound it by pausing the partition. */
    public int span() {
        return seen.size();
    }
}
