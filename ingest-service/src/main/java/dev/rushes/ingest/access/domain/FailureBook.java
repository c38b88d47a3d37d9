package dev.rushes.ingest.access.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures of addresses in windows that begin with the first failure. Remembers a bounded number of addresses: beyond that the one whose
 * window began first is forgotten, so that memory stays flat whoever attacks. Thread-safe.
 */
public final class FailureBook {
    private record Page(Instant begun, int failures) {}

    private final int most;
    private final Duration window;
    private final int addresses;
    /** In the order in which the windows began. */
    private final Map<String, Page> pages = new LinkedHashMap<>();

    /**
     * @param most failures in a window before the address has to wait
     * @param addresses most addresses that are remembered
     */
    public FailureBook(int most, Duration window, int addresses) {
        this.most = most;
        this.window = window;
        this.addresses = addresses;
    }

    /** How long the address has to wait before it may try again; zero if it may now. */
    public synchronized Duration wait(String address, Instant now) {
        Page page = pages.get(address);
        if (page == null || page.failures() < most) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, page.begun().plus(window));
        return left.isPositive() ? left : Duration.ZERO;
    }

    /** Writes a failure down. */
    public synchronized void failed(String address, Instant now) {
        Page page = pages.get(address);
        if (page != null && now.isBefore(page.begun().plus(window))) {
            pages.put(address, new Page(page.begun(), page.failures() + 1));
            return;
        }
        pages.remove(address);
        if (pages.size() >= addresses) {
            pages.remove(pages.keySet().iterator().next());
        }
        pages.put(address, new Page(now, 1));
    }

    /** Addresses that are remembered. */
    public synchronized int size() {
        return pages.size();
    }
}
