package dev.rushes.gemini.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * Why there is no answer.
 *
 * @param kind what to do about it
 * @param message what the service said, for people; no secrets
 * @param pause how long the service asks to wait
 */
public record Trouble(Kind kind, String message, Optional<Duration> pause) {

    public static Trouble of(Kind kind, String message) {
        return new Trouble(kind, message, Optional.empty());
    }

    /** What to do about it. */
    public enum Kind {
        /** Overloaded, away, too slow or cut off: again, later, or another model. */
        UNAVAILABLE,
        /** It broke inside; it may have been too much. */
        BROKEN,
        /** It was too much for the time. */
        TOO_LONG,
        /** The limit of a minute is reached: wait, and everybody with us. */
        MINUTE_SPENT,
        /** The limit of the day is reached. */
        DAY_SPENT,
        /** Some limit is reached, and nobody says which. */
        SLOW_DOWN,
        /** There is no such model for us. */
        MODEL_GONE,
        /** The request is wrong, and would be wrong again. */
        REFUSED,
        /** The key is wrong: nothing will work for anybody. */
        KEY,
        /** The file is not ready after all. */
        FILE_NOT_READY,
        /** The file is no longer there. */
        FILE_GONE,
        /** The file could not be brought there, or not be used. */
        FILE_FAILED
    }
}
