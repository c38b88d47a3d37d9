package dev.rushes.runtime.rules;

import java.util.Optional;
import java.util.UUID;

/**
 * The jobs whose urgency was changed after they had been asked for: their records, which say the old one, count with the new one. Remembers a
 * bounded number of jobs; the one that was changed longest ago is forgotten first, and its records then count as they say. Thread-safe.
 */
public final class UrgencyOverrides {
    private final Remembered<UUID, Urgency> changed;

    /** @param limit jobs to remember, at least 1 */
    public UrgencyOverrides(int limit) {
        this.changed = new Remembered<>(limit);
    }

    public void set(UUID job, Urgency urgency) {
        changed.set(job, urgency, (before, now) -> now);
    }

    /** What the job's records count with; empty if that is what they say. */
    public Optional<Urgency> of(UUID job) {
        return Optional.ofNullable(changed.get(job));
    }
}
