package dev.rushes.ingest.progress;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open streams, of the instance and of each caller, against their limits. */
public final class Seats {
    private final int most;
    private final int mostOfOne;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> callers = new ConcurrentHashMap<>();

    public Seats(StreamLimits limits) {
        this.most = limits.max();
        this.mostOfOne = limits.perCaller();
    }

    /** Whether there was room. */
    public enum Answer {
        /** It has to be given back. */
        TAKEN,
        /** The instance serves as many as it may. */
        FULL,
        /** The caller has as many as one may have. */
        CALLER_FULL
    }

    /** @param caller who wants one */
    public Answer take(String caller) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return Answer.FULL;
        }
        if (callers.merge(caller, 1, Integer::sum) > mostOfOne) {
            giveBack(caller);
            return Answer.CALLER_FULL;
        }
        return Answer.TAKEN;
    }

    /** What was taken is free again. */
    public void giveBack(String caller) {
        open.decrementAndGet();
        callers.computeIfPresent(caller, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** Streams that are open now. */
    public int count() {
        return open.get();
    }
}
