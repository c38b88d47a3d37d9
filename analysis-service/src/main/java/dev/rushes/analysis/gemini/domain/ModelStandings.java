package dev.rushes.analysis.gemini.domain;

import dev.rushes.gemini.domain.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this instance has learned about the models: who is away, and whether the key works. Nobody else hears of it; it keeps
 * this instance from asking in vain. Safe for threads.
 */
public final class ModelStandings {
    private static final Duration GONE = Duration.ofHours(1);
    private static final Duration KEY = Duration.ofMinutes(10);
    private static final Duration SLOWEST = Duration.ofSeconds(60);

    private final int failuresToOpen;
    private final Duration open;
    private final Map<String, Standing> standings = new HashMap<>();
    private Instant stoppedUntil = Instant.MIN;
    private String stopped = "";

    private static final class Standing {
        private int failures;
        private int slow;
        private Instant awayUntil = Instant.MIN;
        private String why = "";
    }

    /**
     * @param failuresToOpen failures in a row after which a model is left alone
     * @param open how long it is left alone; then it is tried: a failure leaves it alone again at once, an answer makes up for all
     */
    public ModelStandings(int failuresToOpen, Duration open) {
        this.failuresToOpen = failuresToOpen;
        this.open = open;
    }

    /** Why a model is not to be asked now; empty if it is. */
    public synchronized Optional<String> away(String model, Instant now) {
        Standing its = standing(model);
        return now.isBefore(its.awayUntil) ? Optional.of(its.why) : Optional.empty();
    }

    /** Why nobody is to be asked now; empty if somebody is. */
    public synchronized Optional<String> stopped(Instant now) {
        return now.isBefore(stoppedUntil) ? Optional.of(stopped) : Optional.empty();
    }

    public synchronized void answered(String model) {
        Standing its = standing(model);
        its.failures = 0;
        its.slow = 0;
    }

    public synchronized void troubled(String model, Trouble trouble, Instant now) {
        Standing its = standing(model);
        switch (trouble.kind()) {
            case UNAVAILABLE -> {
                its.failures++;
                // Only an answer forgets: once the time is over, the next failure is one too many again.
                if (its.failures >= failuresToOpen) {
                    leave(its, now.plus(open), trouble.message());
                }
            }
            case MODEL_GONE -> leave(its, now.plus(GONE), trouble.message());
            case KEY -> {
                stoppedUntil = now.plus(KEY);
                stopped = trouble.message();
            }
            default -> {
                // Of this record alone, or known to the lane.
            }
        }
    }

    /** A pause that nobody named: doubles with each in a row, up to a minute. */
    public synchronized Duration pause(String model) {
        Standing its = standing(model);
        its.slow++;
        Duration pause = Duration.ofSeconds(1L << Math.min(6, its.slow));
        return pause.compareTo(SLOWEST) > 0 ? SLOWEST : pause;
    }

    private static void leave(Standing its, Instant until, String why) {
        its.awayUntil = until;
        its.why = why;
    }

    private Standing standing(String model) {
        return standings.computeIfAbsent(model, _ -> new Standing());
    }
}
