package dev.rushes.runtime.rules;

import java.util.HashMap;
import java.util.Map;

/**
 * What is in a window now, counted against its limits. Not thread-safe.
 *
 * @param <P> names a partition
 */
public final class WindowLoad<P> {
    private static final double NEARLY_FULL = 0.8;
    private static final double ROOM_AGAIN = 0.6;

    private final WindowLimits limits;
    private final Map<P, Load> perPartition = new HashMap<>();
    private Load total = Load.NONE;

    public WindowLoad(WindowLimits limits) {
        this.limits = limits;
    }

    public void add(P partition, int bytes) {
        total = total.plus(1, bytes);
        perPartition.merge(partition, Load.NONE.plus(1, bytes), (before, one) -> before.plus(1, bytes));
    }

    /** Takes out a record that was added with the same partition and size. */
    public void remove(P partition, int bytes) {
        total = total.plus(-1, -bytes);
        perPartition.computeIfPresent(partition, (p, before) -> {
            Load after = before.plus(-1, -bytes);
            return after.records() == 0 ? null : after;
        });
    }

    /** Whether the partition must wait. */
    public boolean full(P partition) {
        Load own = perPartition.getOrDefault(partition, Load.NONE);
        return total.records() >= limits.records()
                || total.bytes() >= limits.bytes()
                || own.records() >= limits.recordsPerPartition()
                || own.bytes() >= limits.bytesPerPartition();
    }

    /** Whether the window or what it has for the partition is nearly full (four fifths). */
    public boolean nearlyFull(P partition) {
        return excess() > 0
                || excess(
                                perPartition.getOrDefault(partition, Load.NONE),
                                limits.recordsPerPartition(),
                                limits.bytesPerPartition())
                        > 0;
    }

    /** How many records would have to leave a window that is nearly full (four fifths) until a fifth less is in it; 0 if there is room. */
    public int excess() {
        return excess(total, limits.records(), limits.bytes());
    }

    /** The same for each partition that is nearly full by its own limits. */
    public Map<P, Integer> excesses() {
        Map<P, Integer> excesses = new HashMap<>();
        perPartition.forEach((partition, load) -> {
            int excess = excess(load, limits.recordsPerPartition(), limits.bytesPerPartition());
            if (excess > 0) {
                excesses.put(partition, excess);
            }
        });
        return excesses;
    }

    private static int excess(Load load, int records, long bytes) {
        double filled = Math.max((double) load.records() / records, (double) load.bytes() / bytes);
        return filled <= NEARLY_FULL ? 0 : (int) Math.ceil(load.records() * (1 - ROOM_AGAIN / filled));
    }

    /** Most records that it may hold. */
    public int mostRecords() {
        return limits.records();
    }

    public int records() {
        return total.records();
    }

    public long bytes() {
        return total.bytes();
    }

    private record Load(int records, long bytes) {
        static final Load NONE = new Load(0, 0);

        Load plus(int moreRecords, long moreBytes) {
            return new Load(records + moreRecords, bytes + moreBytes);
        }
    }
}
