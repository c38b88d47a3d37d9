package dev.rushes.campaigns.checker;

import java.util.List;
import java.util.Locale;

/** Median, 99th percentile and maximum of some times in milliseconds. */
record Spread(int count, long median, long high, long most) {

    static Spread of(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Spread(0, 0, 0, 0)
                : new Spread(sorted.size(), at(sorted, 0.5), at(sorted, 0.99), sorted.getLast());
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.floor(part * sorted.size())));
    }

    @Override
    public String toString() {
        return count == 0
                ? "none"
                : String.format(Locale.ROOT, "%,d: p50 %,d p99 %,d max %,d ms", count, median, high, most);
    }
}
