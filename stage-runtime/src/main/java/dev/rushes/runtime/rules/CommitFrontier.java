package dev.rushes.runtime.rules;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
 * <p>Offsets are never computed, only remembered: the position is the last offset of the finished prefix, plus one. A record costs a few bits, so
 * that very many may be open for a long time. Not thread-safe.
 */
public final class CommitFrontier {
    private final long epoch;
    /** From the position on, each under its first offset divided by its length. */
    private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();

    private final Set<Long> finishedBefore = new HashSet<>();
    private long lastSeen = -1;
    private long position = -1;
    private int seen;
    private int open;

    /** What was seen of 64 neighbouring offsets: one bit for each, the lowest first. */
    private static final class Stretch {
        private static final int LENGTH = Long.SIZE;

        private final long first;
        private long seen;
        private long finished;

        Stretch(long number) {
            this.first = number * LENGTH;
        }

        static long number(long offset) {
            return Math.floorDiv(offset, (long) LENGTH);
        }

        static long bit(long offset) {
            return 1L << Math.floorMod(offset, LENGTH);
        }

        long open() {
            return seen & ~finished;
        }

        boolean isOpen(long offset) {
            return (open() & bit(offset)) != 0;
        }

        /** What is finished with nothing open before it. */
        long prefix() {
            long notFinished = open();
            return notFinished == 0 ? seen : seen & Long.lowestOneBit(notFinished) - 1;
        }

        void forget(long bits) {
            seen &= ~bits;
            finished &= ~bits;
        }

        long firstSeen() {
            return first + Long.numberOfTrailingZeros(seen);
        }

        long last(long bits) {
            return first + LENGTH - 1 - Long.numberOfLeadingZeros(bits);
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
        Stretch its = stretches.computeIfAbsent(Stretch.number(offset), Stretch::new);
        its.seen |= Stretch.bit(offset);
        seen++;
        boolean needsWork = !finishedBefore.remove(offset);
        if (needsWork) {
            open++;
        } else {
            its.finished |= Stretch.bit(offset);
            advance();
        }
        return needsWork;
    }

    /**
     * Marks a record as finished.
     *
     * @return false if that changes nothing: the epoch is over, or the offset is not open
     */
    public boolean finish(long itsEpoch, long offset) {
        Stretch its = itsEpoch == epoch ? stretches.get(Stretch.number(offset)) : null;
        if (its == null || !its.isOpen(offset)) {
            return false;
        }
        its.finished |= Stretch.bit(offset);
        open--;
        advance();
        return true;
    }

    /** Whether the record was seen and is not finished. */
    public boolean isOpen(long offset) {
        Stretch its = stretches.get(Stretch.number(offset));
        return its != null && its.isOpen(offset);
    }

    private void advance() {
        while (!stretches.isEmpty()) {
            Stretch first = stretches.firstEntry().getValue();
            long done = first.prefix();
            if (done != 0) {
                position = first.last(done) + 1;
                seen -= Long.bitCount(done);
                first.forget(done);
            }
            if (first.seen != 0) {
                return;
            }
            Map.Entry<Long, Stretch> unused = stretches.pollFirstEntry();
        }
    }

    /** Offset to commit: where a new owner begins. Empty while nothing was seen; then the first record seen, until it is finished. */
    public OptionalLong position() {
        return position < 0 ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** Finished offsets that the position can not reach yet, ascending; a copy. */
    public TreeSet<Long> finishedAhead() {
        TreeSet<Long> ahead = new TreeSet<>();
        for (Stretch stretch : stretches.values()) {
            for (long rest = stretch.finished; rest != 0; rest &= rest - 1) {
                ahead.add(stretch.first + Long.numberOfTrailingZeros(rest));
            }
        }
        return ahead;
    }

    /** The last offset of the first half of what is finished ahead of the position; empty if nothing is. */
    public OptionalLong middleFinished() {
        int before = (seen - open - 1) / 2;
        for (Stretch stretch : stretches.values()) {
            long rest = stretch.finished;
            for (; rest != 0 && before > 0; before--) {
                rest &= rest - 1;
            }
            if (rest != 0) {
                return OptionalLong.of(stretch.first + Long.numberOfTrailingZeros(rest));
            }
        }
        return OptionalLong.empty();
    }

    /** The record that holds the position back. */
    public OptionalLong oldestOpen() {
        return stretches.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(stretches.firstEntry().getValue().firstSeen());
    }

    /** Records that are not finished. */
    public int openCount() {
        return open;
    }

    /** Records remembered: open ones, and finished ones behind an open one. Bound it by pausing the partition. */
    public int span() {
        return seen;
    }
}
