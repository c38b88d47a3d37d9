package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * The records of a partition that lie on the shelf: they have been read, are due much later, and are read again in time. Of each only its place and
 * a second are remembered, a few bytes where they lie close together. When one is needed all are fetched whose time comes within the next minute,
 * because they are read in one go with all that stands between them. Not thread-safe.
 */
final class Shelf {
    /** As long as it may take to read the log once more. */
    private static final Duration READING = Duration.ofSeconds(10);

    private static final Duration TOGETHER = Duration.ofMinutes(1);
    private static final int NEVER = Integer.MAX_VALUE;

    private final NavigableMap<Long, Board> boards = new TreeMap<>();
    private final long beginning;
    private int size;

    /** @param beginning now, by the clock that only goes forward, in nanoseconds */
    Shelf(long beginning) {
        this.beginning = beginning;
    }

    /** 64 neighbouring offsets: for each the second since the beginning when it is needed. */
    private static final class Board {
        private static final int LENGTH = 64;

        private final long first;
        private final int[] needed = new int[LENGTH];
        private int earliest = NEVER;
        private long written = Long.MAX_VALUE;

        Board(long number) {
            this.first = number * LENGTH;
            Arrays.fill(needed, NEVER);
        }

        static long number(long offset) {
            return Math.floorDiv(offset, (long) LENGTH);
        }

        static int place(long offset) {
            return Math.floorMod(offset, LENGTH);
        }

        boolean isEmpty() {
            return earliest == NEVER;
        }

        /** Empties the places that match, and says which of them was the first. */
        OptionalLong take(LongPredicate offsets, IntPredicate times) {
            long found = Long.MAX_VALUE;
            earliest = NEVER;
            for (int place = 0; place < LENGTH; place++) {
                if (needed[place] != NEVER && offsets.test(first + place) && times.test(needed[place])) {
                    needed[place] = NEVER;
                    found = Math.min(found, first + place);
                }
                earliest = Math.min(earliest, needed[place]);
            }
            return found == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(found);
        }

        int count() {
            return (int) Arrays.stream(needed).filter(second -> second != NEVER).count();
        }
    }

    /**
     * Puts something there that does not lie there.
     *
     * @param until when it is needed, by the clock that only goes forward, in nanoseconds
     * @param written milliseconds since 1970
     */
    void put(long offset, long until, long written) {
        Board board = boards.computeIfAbsent(Board.number(offset), Board::new);
        int second = seconds(until);
        size++;
        board.needed[Board.place(offset)] = second;
        board.earliest = Math.min(board.earliest, second);
        board.written = Math.min(board.written, written);
    }

    boolean holds(long offset) {
        Board board = boards.get(Board.number(offset));
        return board != null && board.needed[Board.place(offset)] != NEVER;
    }

    int size() {
        return size;
    }

    /** About when the first of the records in the order of the log was written, in milliseconds since 1970; empty if there is none. */
    OptionalLong written() {
        return boards.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(boards.firstEntry().getValue().written);
    }

    /**
     * Takes down what is needed soon.
     *
     * @return the first place in the log that must be read again; empty if nothing is needed
     */
    OptionalLong takeDown(long now) {
        int soon = seconds(now + READING.toNanos());
        if (boards.values().stream().noneMatch(board -> board.earliest <= soon)) {
            return OptionalLong.empty();
        }
        int together = seconds(now + TOGETHER.toNanos());
        return take(Long.MAX_VALUE, offset -> true, second -> second <= together);
    }

    /** Takes down what stands in the log up to that offset, whenever it is needed. */
    OptionalLong takeDownUpTo(long last) {
        return take(Board.number(last), offset -> offset <= last, second -> true);
    }

    private OptionalLong take(long lastBoard, LongPredicate offsets, IntPredicate times) {
        OptionalLong first = OptionalLong.empty();
        for (Board board : boards.headMap(lastBoard, true).values()) {
            int before = board.count();
            OptionalLong found = board.take(offsets, times);
            size -= before - board.count();
            first = first.isPresent() ? first : found;
        }
        boards.values().removeIf(Board::isEmpty);
        return first;
    }

    private int seconds(long nanos) {
        return (int) Math.clamp(Duration.ofNanos(nanos - beginning).toSeconds(), 0, NEVER - 1);
    }
}
