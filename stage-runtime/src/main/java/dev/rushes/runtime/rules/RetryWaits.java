package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.Optional;

/** How long a record waits between its tries. */
public sealed interface RetryWaits permits RetrySchedule, RetryPlan {

    /** A usual first wait, for who must not come back at once. */
    Duration base();

    /**
     * Wait before the next try.
     *
     * @param failedTries tries that failed so far, at least 1
     * @param chance random number in [0, 1)
     * @param floor wait that somebody outside asks for: never less, however short the wait would be
     */
    Duration delay(int failedTries, double chance, Optional<Duration> floor);
}
