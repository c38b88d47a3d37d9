package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps a stage from burning through its backlog while something that every record needs is away. After a failure of that kind nothing is
 * taken up for a while, then one record at a time, as a probe; each probe that fails doubles the wait, and the first success ends the outage.
 * What was taken up before holds up no probe, however long it takes; nor does a probe that says nothing for the longest wait.
 *
 * <pre>
 *   closed ──away──▶ open until t ──t──▶ probing (one record) ──away──▶ open until t + 2·wait …
 *      ▲                                      │
 *      └──────────────── worked ──────────────┘
 * </pre>
 *
 * Not thread-safe.
 */
public final class OutageBreaker {
    private static final int MOST_DOUBLINGS = 20;

    private final Duration base;
    private final Duration cap;
    private int failures;
    private boolean probing;
    private Instant until = Instant.MIN;

    /**
     * @param base first wait; positive
     * @param cap longest wait
     */
    public OutageBreaker(Duration base, Duration cap) {
        if (!base.isPositive() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("Expected 0 < base <= cap, but got base " + base + " and cap " + cap);
        }
        this.base = base;
        this.cap = cap;
    }

    /** A record failed because something is away. Records that ran side by side and fail together count once. */
    public void away(Instant now) {
        if (!probing && now.isBefore(until)) {
            return;
        }
        Duration wait = base.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        until = now.plus(wait.compareTo(cap) > 0 ? cap : wait);
        failures++;
        probing = false;
    }

    /** A record did what it needed to do. */
    public void worked() {
        failures = 0;
        probing = false;
        until = Instant.MIN;
    }

    /** A record ended in a way that says neither. If it was the probe, another one may be made. */
    public void saysNothing(Instant now) {
        if (probing) {
            probing = false;
            until = now;
        }
    }

    /** Whether a record may be taken up. */
    public boolean allows(Instant now) {
        return failures == 0 || !now.isBefore(until);
    }

    /** A record was taken up: during an outage, the probe. */
    public void takenUp(Instant now) {
        if (isOpen()) {
            probing = true;
            until = now.plus(cap);
        }
    }

    public boolean isOpen() {
        return failures > 0;
    }

    /** When to look again; empty if nothing is away. */
    public Optional<Instant> until() {
        return isOpen() ? Optional.of(until) : Optional.empty();
    }
}
