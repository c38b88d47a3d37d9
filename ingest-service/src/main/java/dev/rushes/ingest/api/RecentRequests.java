package dev.rushes.ingest.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What was asked for lately under each id, so that of two different requests with one key that come at the same time the second is refused: the
 * ledger may not have heard of the first yet. Remembers a bounded number; by the time one is forgotten, the ledger knows it. Thread-safe.
 */
final class RecentRequests {
    private static final int MOST = 10_000;

    private final Map<UUID, String> prints = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > MOST;
        }
    });

    /** Whether nothing else has just been asked for under this id. */
    boolean isFirst(JobOrder order) {
        String print = order.wish().fingerprint();
        String before = prints.putIfAbsent(order.jobId(), print);
        return before == null || before.equals(print);
    }

    /** What was refused was never asked for. */
    void forget(JobOrder order) {
        boolean unused = prints.remove(order.jobId(), order.wish().fingerprint());
    }
}
