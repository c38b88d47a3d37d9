package dev.rushes.runtime.stage;

import java.time.Duration;
import java.util.Optional;

/**
 * Why something did not work.
 *
 * @param code stable code; it carries the kind, and the kind alone decides what happens next
 * @param message a sentence for people: "Expected …, but …"; no secrets, no stack traces, no paths of the machine
 * @param retryAfter earliest time of the next try as somebody outside asked for it; a floor, never a ceiling
 */
public record Failure(FailureCode code, String message, Optional<Duration> retryAfter) {

    public static Failure of(FailureCode code, String message) {
        return new Failure(code, message, Optional.empty());
    }
}
