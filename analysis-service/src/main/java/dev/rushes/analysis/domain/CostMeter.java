package dev.rushes.analysis.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Says what each analyzer cost that took its turn: time passes from {@link #start} to a lap, and from one lap to the next. For one thread. */
public final class CostMeter {
    private final LongSupplier nanoseconds;
    private final Map<String, Long> spent = new LinkedHashMap<>();
    private long since;

    /**
     * @param nanoseconds a clock that never goes backwards; best the processor time of the calling thread
     */
    public CostMeter(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /** A meter that says nothing costs anything. */
    public static CostMeter none() {
        return new CostMeter(() -> 0);
    }

    public void start() {
        since = nanoseconds.getAsLong();
    }

    /** What passed since the last lap (or the start) was this analyzer's. */
    public void lap(String analyzer) {
        long now = nanoseconds.getAsLong();
        var unused = spent.merge(analyzer, now - since, Long::sum);
        since = now;
    }

    /** In the order of the first laps. */
    public List<AnalyzerCost> costs() {
        return spent.entrySet().stream()
                .map(each -> new AnalyzerCost(each.getKey(), Duration.ofNanos(each.getValue())))
                .toList();
    }
}
