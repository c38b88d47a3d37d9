package dev.rushes.runtime.engine;

import java.util.Locale;

/** How one try ended, for meters and logs. */
public enum Ending {
    /** The work is done. */
    DONE,
    /** The work had been done before. */
    REPEATED,
    /** The record is remembered, others are awaited. */
    ABSORBED,
    /** Put aside until a lane has room; not a try, and nothing was sent. */
    PARKED,
    /** Sent to the partition whose owner has the lane's budget; not a try. */
    FORWARDED,
    /** Sent away to come back later; not a try. */
    POSTPONED,
    /** Sent away until what is away is back; not a try, and the stage holds back the others. */
    WAITED_OUT,
    /** Sent away to be tried again. */
    RETRIED,
    /** The job failed because of its footage or its request. */
    FAILED,
    /** Given up; the job goes on with a gap. */
    SUBSTITUTED,
    /** Given up; the job failed, if one is known. */
    DEAD_LETTERED,
    /** The job had been stopped. */
    DROPPED,
    /** The instance shut down, or the partition went to another one; not a try. */
    INTERRUPTED,
    /** Somebody else has the record or has dealt with it; nothing is said. */
    SUPERSEDED;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    /** Whether the try says that everything it needed is there. */
    boolean proves() {
        return this == DONE || this == REPEATED || this == ABSORBED;
    }

    /** Whether the record has left the stage. */
    boolean isLast() {
        return switch (this) {
            case DONE, REPEATED, ABSORBED, FAILED, SUBSTITUTED, DEAD_LETTERED, DROPPED -> true;
            case PARKED, FORWARDED, POSTPONED, WAITED_OUT, RETRIED, INTERRUPTED, SUPERSEDED -> false;
        };
    }

    /** Whether nobody wants to read of it in the log. */
    boolean isEverydayLife() {
        return switch (this) {
            case DONE, REPEATED, SUPERSEDED, ABSORBED, DROPPED, PARKED, FORWARDED -> true;
            case RETRIED, POSTPONED, WAITED_OUT, FAILED, SUBSTITUTED, DEAD_LETTERED, INTERRUPTED -> false;
        };
    }

    /** Whether the letters tell about a success, which becomes a failure if they can't be sent. */
    boolean success() {
        return this == DONE || this == REPEATED || this == SUBSTITUTED;
    }
}
