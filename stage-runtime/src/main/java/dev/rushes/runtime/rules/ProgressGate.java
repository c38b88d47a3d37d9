package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most one report through per interval. A report that comes too early is held; a later one takes its place. Not thread-safe.
 *
 * @param <T> what is reported
 */
public final class ProgressGate<T> {
    private final Duration interval;
    private Instant open = Instant.MIN;
    private @Nullable T held;

    public ProgressGate(Duration interval) {
        this.interval = interval;
    }

    /** Takes a report; answers with it if it may be told now. */
    public Optional<T> offer(T report, Instant now) {
        held = report;
        return due(now);
    }

    /** The held report, if it may be told now. */
    public Optional<T> due(Instant now) {
        if (held == null || now.isBefore(open)) {
            return Optional.empty();
        }
        open = now.plus(interval);
        return flush();
    }

    /** The held report, whatever the time: nothing more will come. */
    public Optional<T> flush() {
        Optional<T> last = Optional.ofNullable(held);
        held = null;
        return last;
    }

    /** When the held report may be told; empty if none is held. */
    public Optional<Instant> heldUntil() {
        return held == null ? Optional.empty() : Optional.of(open);
    }
}
