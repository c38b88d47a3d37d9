package dev.rushes.runtime.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The jobs whose urgency was changed after they had been asked for: their records, which say the old one, count with the new one. Remembers a
 * bounded number of jobs; the one that was changed longest ago is forgotten first, and its records then count as they say. Thread-safe.
 */
public final class UrgencyOverrides {
    private final Map<UUID, Urgency> changed;

    /** @param limit jobs to remember, at least 1 */
    public UrgencyOverrides(int limit) {
        this.changed = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Urgency> eldest) {
                return size() > limit;
            }
        };
    }

    public synchronized void set(UUID job, Urgency urgency) {
        changed.remove(job);
        changed.put(job, urgency);
    }

    /** @param said what the record says */
    public synchronized Urgency of(UUID job, Urgency said) {
        return changed.getOrDefault(job, said);
    }
}
