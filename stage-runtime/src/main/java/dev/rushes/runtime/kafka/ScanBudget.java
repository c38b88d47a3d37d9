package dev.rushes.runtime.kafka;

import java.time.Instant;
import java.util.function.Supplier;

/** How much one question may still read. */
final class ScanBudget {
    private final Instant end;
    private final Supplier<Instant> clock;
    private long left;

    ScanBudget(DeadLetterSettings settings, Supplier<Instant> clock) {
        this.clock = clock;
        this.left = settings.scanRecords();
        this.end = clock.get().plus(settings.scanTime());
    }

    /** Counts a record that was read. */
    void take() {
        left--;
    }

    boolean isSpent() {
        return left <= 0 || !clock.get().isBefore(end);
    }
}
