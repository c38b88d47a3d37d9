package dev.rushes.runtime.kafka;

import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.rules.PresenceRule.Presence;
import java.time.Instant;
import java.util.List;

/** Every instance of the program that was heard of lately, wherever it runs, as it told on {@code rushes.workers}. */
public interface Workers {

    /**
     * An instance.
     *
     * @param report what it said last
     * @param heard when, by the clock of this instance
     * @param presence ALIVE or LOST
     */
    record Worker(WorkerReport report, Instant heard, Presence presence) {
        public boolean alive() {
            return presence == Presence.ALIVE;
        }
    }

    /** Those that are alive or lost, by name. Whoever left in good order is not among them. Never blocks. */
    List<Worker> all();

    /** Whether everything has been read that had been told when this instance started; before that, somebody may be missing. */
    boolean known();
}
