package dev.rushes.runtime.rules;

import java.util.UUID;

/**
 * The jobs whose work is over by decree: cancelled or failed, up to and including a run. Remembers a bounded number of jobs; the one that
 * was stopped longest ago is forgotten first, and its late records are then worked on in vain, which costs time and breaks nothing.
 * Thread-safe.
 */
public final class StoppedRuns {
    private final Remembered<UUID, Integer> lastStopped;

    /** @param limit jobs to remember, at least 1 */
    public StoppedRuns(int limit) {
        this.lastStopped = new Remembered<>(limit);
    }

    /** Stops all runs of a job up to and including {@code run}. A lower number than before changes nothing. */
    public void stop(UUID job, int run) {
        lastStopped.set(job, run, Math::max);
    }

    public boolean isStopped(UUID job, int run) {
        Integer last = lastStopped.get(job);
        return last != null && run <= last;
    }
}
