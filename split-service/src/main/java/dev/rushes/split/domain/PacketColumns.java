package dev.rushes.split.domain;

import java.util.Arrays;

/** Packets as columns of primitives, so that millions of them fit. */
final class PacketColumns {
    private static final byte KEY = 1;
    private static final byte HIDDEN = 2;
    private static final int FIRST_CAPACITY = 1024;

    private long[] times = new long[FIRST_CAPACITY];
    private byte[] flags = new byte[FIRST_CAPACITY];
    private int size;
    private boolean guessed;

    void add(long time, boolean key, boolean shown) {
        if (size == times.length) {
            int capacity = size + (size >> 1);
            times = Arrays.copyOf(times, capacity);
            flags = Arrays.copyOf(flags, capacity);
        }
        times[size] = time;
        flags[size] = (byte) ((key ? KEY : 0) | (shown ? 0 : HIDDEN));
        size++;
    }

    void markGuessed() {
        guessed = true;
    }

    int size() {
        return size;
    }

    long time(int packet) {
        return times[packet];
    }

    boolean key(int packet) {
        return (flags[packet] & KEY) != 0;
    }

    boolean shown(int packet) {
        return (flags[packet] & HIDDEN) == 0;
    }

    boolean guessed() {
        return guessed;
    }
}
