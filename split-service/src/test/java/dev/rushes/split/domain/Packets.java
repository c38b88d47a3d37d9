package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packet tables for tests. */
final class Packets {
    static final Rational TICK = Rational.of(1, 25);

    private Packets() {}

    /** A table written as the order of coding: "I0 P3 B1 B2"; I is a keyframe, a small letter is a picture that is not shown. */
    static PacketTable table(String order) {
        PacketTableBuilder builder = new PacketTableBuilder(TICK, false);
        long dts = -2;
        for (String picture : order.split(" ")) {
            char kind = picture.charAt(0);
            builder.add(new Packet(
                    Long.parseLong(picture.substring(1)),
                    dts++,
                    1,
                    Character.toUpperCase(kind) == 'I',
                    Character.isUpperCase(kind)));
        }
        return builder.build().orElseThrow();
    }

    /** A track of closed and open groups of random lengths with reordered pictures and uneven durations. */
    static PacketTable random(Random random, int groups) {
        PacketTableBuilder builder = new PacketTableBuilder(TICK, false);
        long shown = random.nextInt(1000) - 500L;
        long dts = shown - 5;
        for (int group = 0; group < groups; group++) {
            int size = 1 + random.nextInt(12);
            boolean open = group > 0 && size > 2 && random.nextInt(4) == 0;
            List<Long> times = new ArrayList<>();
            for (int picture = 0; picture < size; picture++) {
                times.add(shown);
                shown += 1 + random.nextInt(4);
            }
            for (long time : codingOrder(times, open)) {
                builder.add(new Packet(time, dts++, 1, time == times.get(open ? 1 : 0), true));
            }
        }
        return builder.build().orElseThrow();
    }

    /** An open group codes its second picture first; the rest swaps neighbours, as B pictures do. */
    private static List<Long> codingOrder(List<Long> times, boolean open) {
        List<Long> order = new ArrayList<>(times);
        if (open) {
            order.set(0, times.get(1));
            order.set(1, times.get(0));
        }
        for (int i = 2; i + 1 < order.size(); i += 2) {
            long first = order.get(i);
            order.set(i, order.get(i + 1));
            order.set(i + 1, first);
        }
        return order;
    }
}
